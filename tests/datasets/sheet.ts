import { zip } from '../sheets/zip.js';

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const related = (...targets: [type: string, part: string][]) =>
  `<Relationships>${targets.map(([type, part], at) => `<Relationship Id="r${at + 1}" Type="${RELATION}/${type}" Target="${part}"/>`).join('')}</Relationships>`;

/** A workbook of several sheets: name, state and the XML of the rows of each. */
export function sheets(pages: [name: string, state: string, rows: string][]): Buffer {
  const named = pages.map(
    ([name, state], at) => `<sheet name="${name}" sheetId="${at + 1}" state="${state}" r:id="r${at + 1}"/>`,
  );
  const parts = pages.map(([, , rows], at) => [
    `xl/worksheets/sheet${at + 1}.xml`,
    `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  ]);
  return zip({
    '_rels/.rels': related(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${named.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': related(
      ...pages.map((_page, at): [string, string] => ['worksheet', `worksheets/sheet${at + 1}.xml`]),
    ),
    ...Object.fromEntries(parts),
  });
}

/** A workbook of one sheet from the XML of its rows, as other programs than ours may write it. */
export function sheet(rows: string, after = ''): Buffer {
  return zip({
    '_rels/.rels': related(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': related(['worksheet', 'worksheets/sheet1.xml']),
    'xl/worksheets/sheet1.xml': rows.startsWith('<?xml')
      ? rows
      : `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`,
  });
}

/** The XML of a row of texts and numbers; what begins with `<c` stands as it is. */
export function row(line: number, ...cells: (string | number | null)[]): string {
  const xml = cells.map((cell, at) => {
    const place = `r="${String.fromCharCode(65 + at)}${line}"`;
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c ${place}><v>${cell}</v></c>`;
    if (cell.startsWith('<c')) return cell.replace('<c', `<c ${place}`);
    return `<c ${place} t="inlineStr"><is><t>${cell}</t></is></c>`;
  });
  return `<row r="${line}">${xml.join('')}</row>`;
}

import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP archive of compressed files. */
function archive(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const whole = Buffer.from(content);
    const data = deflateRawSync(whole);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(whole), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(whole.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name));
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    locals.push(local);
    at += local.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, list, end]);
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const related = (...targets: [type: string, part: string][]) =>
  `<Relationships>${targets.map(([type, part], at) => `<Relationship Id="r${at + 1}" Type="${RELATION}/${type}" Target="${part}"/>`).join('')}</Relationships>`;

/** A workbook of one sheet from the XML of its rows, as other programs than ours may write it. */
export function workbook(rows: string, after = ''): Buffer {
  return archive({
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

import { dateMedium, isoDate, number } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { evidenceField } from '../evidence/field.js';
import type { Category } from '../generated/prisma/client.js';
import { NeedSource } from '../generated/prisma/enums.js';
import { villagePath } from '../villages/paths.js';
import { type ErrorSummary, errorSummary, type Field, type PageHead, pageHead } from '../web/components.js';
import { type FieldGiven, typedFields, typedText } from '../web/form-page.js';
import { page, type Reply } from '../web/reply.js';
import { needPaths } from './paths.js';
import type { NeedRow } from './standing.js';
import type { AssessedVillage } from './subject.js';
import { needFields } from './told.js';
import { NOT_ASSESSED, sourceLabels } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'needs/baru': AssessPage;
  }
}

interface AssessPage {
  head: PageHead;
  summary: ErrorSummary;
  action: string;
  newest: string;
  fields: Field[];
  /** A row for each kind of help. */
  rows: { name: string; unit: string; before: string; since: string; baseline: Field; target: Field }[];
  note: Field;
  held: { name: string; note: string }[];
  file: Field;
  cancelHref: string;
}

/** What the form stands on: the village, the kinds of help, and how it stands with each. */
export interface AssessFacts {
  village: AssessedVillage;
  categories: Category[];
  standings: NeedRow[];
  today: Date;
}

/** What was typed into a refused form, what is wrong with it, and files that wait for the next try. */
export interface AssessRefusal {
  typed: Record<string, unknown>;
  errors: FieldErrors;
  held: { name: string; note: string }[];
}

/** The form that tells what a village needs, the first time and whenever it is looked at again. */
export function assessPage(facts: AssessFacts, refusal: AssessRefusal): Reply {
  const { village, today } = facts;
  const { typed, errors } = refusal;
  const input = typedFields(typed, errors);
  const title = `Kebutuhan ${village.name}`;
  const model: AssessPage = {
    head: pageHead({
      crumbs: [
        { label: 'Kebutuhan', href: needPaths.list },
        { label: village.name, href: villagePath(village.id) },
      ],
      title,
      subtitle: `Kecamatan ${village.kecamatan}, ${village.id}`,
      lead: 'Isi yang dinilai saja; yang dikosongkan tetap menurut asesmen sebelumnya. Jumlah, bukan nama.',
    }),
    summary: errorSummary(errors),
    action: needPaths.createIn(village.id),
    newest: typedText(typed, 'terakhir', String(village.newest)),
    fields: headFields(today, input),
    rows: rowsOf(facts, input),
    note: input({
      name: 'keterangan',
      label: 'Keterangan',
      type: 'textarea',
      required: false,
      hint: 'Misalnya: hasil musyawarah desa di balai desa. Tanpa nama atau NIK warga.',
    }),
    held: refusal.held,
    file: evidenceField(1, errors, 'Berita acara'),
    cancelHref: villagePath(village.id),
  };
  const refused = Object.keys(errors).length > 0;
  return page('needs/baru', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/kebutuhan',
    bodyClass: 'form-page',
  });
}

const headFields = (today: Date, input: (given: FieldGiven) => Field): Field[] => [
  input({
    name: 'tanggal',
    label: 'Tanggal asesmen',
    type: 'date',
    value: isoDate(today),
    hint: 'Yang terealisasi sesudah tanggal ini mengurangi sisa kebutuhan.',
  }),
  input({
    name: 'sumber',
    label: 'Sumber',
    type: 'radios',
    choices: Object.values(NeedSource).map((source): [string, string] => [source, sourceLabels[source]]),
  }),
];

function rowsOf(
  { categories, standings }: AssessFacts,
  input: (given: FieldGiven) => Field,
): AssessPage['rows'] {
  const known = new Map(standings.map((one) => [one.category_code, one]));
  return categories.map(({ code, name, unit }) => {
    const names = needFields(code);
    const asked = { type: 'number', required: false } as const;
    return {
      name,
      unit,
      ...beforeWords(known.get(code)),
      baseline: input({ ...asked, name: names.baseline, label: `Butuh, ${name} (${unit})` }),
      target: input({ ...asked, name: names.target, label: `Target, ${name} (${unit})` }),
    };
  });
}

/** How the village stood until now. */
function beforeWords(row: NeedRow | undefined): { before: string; since: string } {
  if (!row || row.baseline === null || row.assessed_on === null) return { before: NOT_ASSESSED, since: '' };
  const target = row.target === null ? '' : `, target ${number(row.target)}`;
  return {
    before: `${number(row.baseline)} per ${dateMedium(row.assessed_on)}${target}`,
    since: `terealisasi sejak itu ${number(row.delivered)}, sisa ${number(row.left)}`,
  };
}

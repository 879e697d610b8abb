import { date, isoDate } from '../core/format.js';
import type { Field } from '../web/components.js';
import { readDate } from '../web/form.js';
import { type FieldGiven, typedFields, typedText } from '../web/form-page.js';
import { type AgencyLoad, loadWords } from './load.js';
import type { MemberTab } from './members.js';
import { type AssignmentParts, isAhead } from './parts.js';

export type Typed = Record<string, unknown>;

/** The form over the list of villages. */
export interface AssignForm {
  agency: Field;
  /** Role, where both are open, start and reason; folded until they are needed. */
  fields: Field[];
  /** What the fold says closed: from when. */
  fold: string;
  /** Something in the fold was refused. */
  open: boolean;
  hidden: { name: string; value: string }[];
  /** How many were ticked when the form was sent. */
  picked: number;
  /** What was ticked and does not stand in the rows shown. */
  ticked: { code: string; name: string }[];
  /** For the browser, which warns as soon as an OPD is chosen: id to name, villages led, capacity. */
  capacities: string;
}

interface Sent {
  typed: Typed;
  errors: Record<string, string>;
}

export function assignForm(
  parts: AssignmentParts,
  { tab, url }: { tab: MemberTab; url: URL },
  ticked: Pick<AssignForm, 'ticked' | 'picked'>,
  { typed, errors }: Sent,
): AssignForm {
  const value = (name: string) => typedText(typed, name);
  const support = tab === 'sudah' && value('peran') !== 'LEAD';
  // What goes on into a coming year can get another lead there, or a supporter.
  const either = tab === 'sudah' && isAhead(parts);
  const input = typedFields(typed, errors);
  const hidden = [
    ...(either ? [] : [{ name: 'peran', value: support ? 'SUPPORT' : 'LEAD' }]),
    { name: 'kembali', value: url.search },
  ];
  const label = either ? 'OPD' : support ? 'Tambah OPD pendukung' : 'OPD utama';
  return {
    ...ticked,
    // Not `opd`: the filter on the same page has a field of that name.
    agency: input({ name: 'kepada', label, type: 'select', choices: agencyChoices(parts.loads) }),
    fields: [
      ...(either ? [input(roleField)] : []),
      input({ name: 'mulai', label: 'Mulai', type: 'date', value: isoDate(parts.day) }),
      input({
        name: 'alasan',
        label: 'Alasan',
        type: 'text',
        required: Boolean(errors.alasan),
        hint: errors.alasan ? '' : 'Diminta bila melebihi kapasitas.',
      }),
    ],
    fold: `Mulai ${date(readDate(value('mulai')) ?? parts.day)}, alasan`,
    open: Boolean(errors.mulai || errors.alasan || ticked.ticked.length > 0),
    hidden,
    capacities: support ? '{}' : capacitiesOf(parts.loads),
  };
}

const roleField = {
  name: 'peran',
  label: 'Sebagai',
  type: 'select',
  value: 'SUPPORT',
  choices: [
    ['SUPPORT', 'OPD pendukung'],
    ['LEAD', 'OPD utama, menggantikan yang sekarang'],
  ],
} satisfies FieldGiven;

const agencyChoices = (loads: AgencyLoad[]): [string, string][] => [
  ['', 'Pilih OPD'],
  ...loads
    .map((one): [string, string] => [String(one.id), `${one.short_name}, ${loadWords(one)} desa`])
    .sort((one, other) => one[1].localeCompare(other[1], 'id')),
];

const capacitiesOf = (loads: AgencyLoad[]): string =>
  JSON.stringify(
    Object.fromEntries(
      loads
        .filter((one) => one.capacity !== null)
        .map((one) => [one.id, { name: one.short_name, leads: one.leads, capacity: one.capacity }]),
    ),
  );

import { isoDate } from '../core/format.js';
import { type Field, field, options } from '../web/components.js';
import { typedText } from '../web/form-page.js';
import type { AssignmentParts, Tab } from './listings.js';
import { type AgencyLoad, loadWords } from './load.js';

export type Typed = Record<string, unknown>;

/** The form over the list of villages. */
export interface AssignForm {
  agency: Field;
  /** Start and reason. */
  fields: Field[];
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
  tab: Tab,
  url: URL,
  ticked: Pick<AssignForm, 'ticked' | 'picked'>,
  { typed, errors }: Sent,
): AssignForm {
  const value = (name: string) => typedText(typed, name);
  const support = tab === 'sudah';
  const fields = [
    field({
      name: 'mulai',
      label: 'Mulai',
      type: 'date',
      error: errors.mulai ?? '',
      value: value('mulai') || isoDate(parts.today),
    }),
    field({
      name: 'alasan',
      label: 'Alasan',
      type: 'text',
      required: Boolean(errors.alasan),
      hint: errors.alasan ? '' : 'Diminta bila melebihi kapasitas.',
      error: errors.alasan ?? '',
      value: value('alasan'),
    }),
  ];
  const hidden = [
    { name: 'peran', value: support ? 'SUPPORT' : 'LEAD' },
    { name: 'kembali', value: url.search },
  ];
  const label = support ? 'Tambah OPD pendukung' : 'OPD utama';
  const agency = agencyField(parts.loads, label, value('kepada'), errors.kepada ?? '');
  return { ...ticked, agency, fields, hidden, capacities: support ? '{}' : capacitiesOf(parts.loads) };
}

function agencyField(loads: AgencyLoad[], label: string, chosen: string, error: string): Field {
  const agencies = loads.map((one): [string, string] => [
    String(one.id),
    `${one.short_name}, ${loadWords(one)} desa`,
  ]);
  agencies.sort((one, other) => one[1].localeCompare(other[1], 'id'));
  // Not `opd`: the filter on the same page has a field of that name.
  return field({
    name: 'kepada',
    label,
    type: 'select',
    error,
    options: options([['', 'Pilih OPD'], ...agencies], chosen),
  });
}

const capacitiesOf = (loads: AgencyLoad[]): string =>
  JSON.stringify(
    Object.fromEntries(
      loads
        .filter((one) => one.capacity !== null)
        .map((one) => [one.id, { name: one.short_name, leads: one.leads, capacity: one.capacity }]),
    ),
  );

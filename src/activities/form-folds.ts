import type { FieldErrors } from '../core/problem.js';
import type { Field } from '../web/components.js';
import type { Typed } from './form.js';
import {
  type Choices,
  commitmentRepeat,
  type FieldGroup,
  firstLineGroups,
  headGroups,
  lineRepeat,
  type Repeat,
} from './form-fields.js';

/** An optional part of the form, folded to one line that says what it holds. */
export interface Fold {
  icon: string;
  title: string;
  hint: string;
  /** Open where something is filled or wrong. */
  open: boolean;
  groups: FieldGroup[];
  repeat: Repeat | null;
  after: FieldGroup[];
  withFiles: boolean;
}

/** Evidence that is stored already, and whether its box "Hapus" is ticked. */
export interface EvidenceChoice {
  id: number;
  name: string;
  href: string;
  removed: boolean;
}

interface FoldParts {
  typed: Typed;
  errors: FieldErrors;
  choices: Choices;
  evidence: EvidenceChoice[];
  held: unknown[];
}

const fold = (given: Partial<Fold> & Pick<Fold, 'icon' | 'title' | 'hint' | 'open'>): Fold => ({
  groups: [],
  repeat: null,
  after: [],
  withFiles: false,
  ...given,
});

const chosen = (one: Field) => one.options.some((option) => option.selected && option.value !== '');
const used = (groups: FieldGroup[]) =>
  groups.some((group) => group.fields.some((one) => one.error || one.value || chosen(one)));

/** The optional parts, open where something is filled or wrong. */
export function foldsOf({ typed, errors, choices, evidence, held }: FoldParts): Fold[] {
  const money = firstLineGroups({ values: typed.fields, errors }, choices);
  return [
    fold({
      icon: 'camera',
      title: 'Foto atau PDF',
      hint: 'Lokasi pada foto dihapus otomatis',
      withFiles: true,
      open: Boolean(errors.bukti) || evidence.length > 0 || held.length > 0,
    }),
    fold({
      icon: 'cash',
      title: 'Target, penerima, dan dana',
      hint: 'Sumber, rencana, realisasi',
      groups: money,
      open: used(money),
    }),
    fold({
      icon: 'plus-square',
      title: 'Jenis bantuan lain',
      hint: 'Bila satu kunjungan memuat beberapa bantuan',
      repeat: lineRepeat(typed, errors, choices),
      open: typed.baris.length > 0,
    }),
    ...peopleAndWords(typed, errors, choices),
  ];
}

function peopleAndWords(typed: Typed, errors: FieldErrors, choices: Choices): Fold[] {
  const filling = { values: typed.fields, errors };
  const groups = (part: 'people' | 'given' | 'after' | 'status') => headGroups(part, filling, choices);
  const people = [...groups('people'), ...groups('given')];
  const [after, status] = [groups('after'), groups('status')];
  return [
    fold({
      icon: 'people',
      title: 'Siapa yang ikut, gotong royong',
      hint: 'Pemdes, LKD, pendamping desa, warga; hari kerja dan barang',
      groups: people,
      open: used(people),
    }),
    fold({
      icon: 'chat-left-text',
      title: 'Janji, hambatan, langkah berikut',
      hint: 'Komitmen pihak lain dan yang sudah dipenuhi',
      repeat: commitmentRepeat(typed, errors, choices),
      after,
      open: typed.janji.length > 0 || used(after),
    }),
    fold({
      icon: 'pencil',
      title: 'Judul, tanggal selesai, status',
      hint: 'Rencana, berjalan, selesai, atau batal',
      groups: status,
      open: used(status),
    }),
  ];
}

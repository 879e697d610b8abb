import { inSentence } from '../core/format.js';
import type { FileColumn } from '../web/export.js';
import { reviewStatusView, workStatusView } from '../web/statuses.js';
import { type Cut, cuts, type RecapRow } from './recap.js';

type Column = FileColumn<RecapRow>;

const count = (key: string, label: string, value: Column['value']): Column => ({
  key,
  label: `${label} (kegiatan)`,
  kind: 'number',
  unit: 'kegiatan',
  value,
});
const money = (key: string, label: string, value: Column['value']): Column => ({
  key,
  label: `${label} (Rp)`,
  kind: 'rupiah',
  value,
});
const quantity = (key: string, label: string, value: Column['value']): Column => ({
  key,
  label,
  kind: 'number',
  unit: 'kolom satuan',
  value,
});

/** What a group is told by. */
const sums: Column[] = [
  count('kegiatan_terverifikasi', 'Terverifikasi', (row) => row.activities),
  money('rupiah_rencana', 'Dana rencana', (row) => row.planned),
  money('rupiah_terpakai', 'Dana terpakai', (row) => row.spent),
  count('kegiatan_bersama', 'Bersama OPD lain', (row) => row.joint),
  count('kegiatan_direncanakan', 'Direncanakan', (row) => row.plans),
  money('rupiah_direncanakan', 'Direncanakan', (row) => row.plans_planned),
  count('kegiatan_batal', 'Batal', (row) => row.cancelled),
  money('rupiah_batal', 'Terpakai pada yang batal', (row) => row.cancelled_spent),
  count('sedang_diperiksa_kegiatan', 'Sedang diperiksa', (row) => row.waiting),
  money('sedang_diperiksa_rupiah_terpakai', 'Sedang diperiksa, terpakai', (row) => row.waiting_spent),
];

const kindOfHelp: Column = { key: 'jenis_bantuan', label: 'Jenis bantuan', value: (row) => row.category };

/** What came of a kind of help, counted in its unit. */
const quantities: Column[] = [
  { key: 'satuan', label: 'Satuan', value: (row) => row.unit },
  quantity('target_didanai', 'Target didanai', (row) => row.funded),
  quantity('terealisasi', 'Terealisasi', (row) => row.realised),
  {
    key: 'penerima_jiwa',
    label: 'Penerima (jiwa)',
    kind: 'number',
    unit: 'jiwa',
    value: (row) => row.beneficiaries,
  },
  quantity('target_direncanakan', 'Direncanakan', (row) => row.plans_target),
  quantity('sedang_diperiksa_terealisasi', 'Sedang diperiksa, terealisasi', (row) => row.waiting_realised),
];

/** What the rows of a file are told apart by, besides the kind of help. */
const marks: Column[] = [
  { key: 'strategi', label: 'Strategi', value: (row) => row.strategy },
  { key: 'sk_lokus', label: 'SK daftar lokus pada hari kegiatan', value: (row) => row.sk },
  {
    key: 'status_kerja',
    label: 'Pekerjaan',
    value: (row) => row.work_status && workStatusView[row.work_status].label,
  },
  {
    key: 'status_laporan',
    label: 'Laporan',
    value: (row) => reviewStatusView[row.is_waiting ? 'DIAJUKAN' : 'DIVERIFIKASI'].label,
  },
];

const group = (cut: Cut): Column => ({
  key: cut === 'jenis' ? 'kelompok' : cut,
  label: cut === 'jenis' ? 'Kelompok' : cuts[cut],
  value: (row) => row.group_label,
});

const given: Column[] = [
  money('gotong_royong', 'Gotong royong, di samping anggaran', (row) => row.given_value),
  {
    key: 'gotong_royong_hari_kerja',
    label: 'Gotong royong (hari kerja)',
    kind: 'number',
    unit: 'hari kerja',
    value: (row) => row.given_days,
  },
];

/** Whether a group tells what residents gave: it belongs to an activity as a whole. */
export const tellsGiven = (cut: Cut): boolean => cut !== 'jenis' && cut !== 'dana';

/** Whether a row of a file tells what residents gave, and nothing of any kind of help. */
const isGift = ({ level }: RecapRow): boolean => level === -2;
const telling =
  (which: (row: RecapRow) => boolean) =>
  (column: Column): Column => ({
    ...column,
    value: (row) => (which(row) ? column.value(row) : null),
  });
const ofHelp = telling((row) => !isGift(row));

/**
 * One row for each kind of help, status and SK within a group, to be pivoted. What residents gave has a row of its own
 * beside them, as it belongs to no kind of help: so every column may be added up, within a kind and over all of them.
 */
export const detailColumns = (cut: Cut): Column[] => [
  group(cut),
  { ...kindOfHelp, value: (row) => (isGift(row) ? 'Gotong royong' : row.category) },
  ...quantities.map(ofHelp),
  ...marks,
  ...sums.map(ofHelp),
  ...(tellsGiven(cut) ? given.map(telling(isGift)) : []),
];

/** One row for each group, or for each kind of help where that is the group. */
export const groupColumns = (cut: Cut): Column[] => [
  cut === 'jenis' ? kindOfHelp : group(cut),
  ...sums,
  ...(tellsGiven(cut) ? given : []),
];

/** The rows that each of them is about. */
export const detailsIn = (rows: RecapRow[], cut: Cut): RecapRow[] =>
  rows.filter((row) =>
    isGift(row)
      ? tellsGiven(cut) && row.given_days + row.given_value > 0
      : row.level === -1 && row.category !== null,
  );
export const groupsIn = (rows: RecapRow[], cut: Cut): RecapRow[] =>
  rows.filter((row) => (cut === 'jenis' ? row.level === 2 && row.category !== null : row.level === 1));

export const recapTitle = (cut: Cut): string => `Rekap kegiatan menurut ${inSentence(cuts[cut])}`;

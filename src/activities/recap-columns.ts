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

const help: Column[] = [
  { key: 'jenis_bantuan', label: 'Jenis bantuan', value: (row) => row.category },
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

/** One row for each kind of help, status and SK within a group, to be pivoted. */
export const detailColumns = (cut: Cut): Column[] => [group(cut), ...help, ...sums];

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

/** One row for each group, or for each kind of help where that is the group. */
export const groupColumns = (cut: Cut): Column[] => [
  cut === 'jenis' ? (help[0] as Column) : group(cut),
  ...sums,
  ...(tellsGiven(cut) ? given : []),
];

/** The rows that each of them is about. */
export const detailsIn = (rows: RecapRow[]): RecapRow[] =>
  rows.filter((row) => row.level === -1 && row.category !== null);
export const groupsIn = (rows: RecapRow[], cut: Cut): RecapRow[] =>
  rows.filter((row) => (cut === 'jenis' ? row.level === 2 && row.category !== null : row.level === 1));

export const recapTitle = (cut: Cut): string => `Rekap kegiatan menurut ${inSentence(cuts[cut])}`;

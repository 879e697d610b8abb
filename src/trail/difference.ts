import { headFields, lineFields, shortOf } from '../activities/fields.js';
import { promiseFields } from '../activities/promise-fields.js';
import { date, EMPTY, moment, number } from '../core/format.js';
import { deliveryViews, partyNames } from '../undertakings/words.js';
import { responseStatus, reviewStatusView, workStatusView } from '../web/statuses.js';

/** A field of a change, in words. */
export interface FieldChange {
  label: string;
  before: string;
  after: string;
}

/** What the fields of facts are called; one without a name here is told by its key. */
const labels = new Map<string, string>(
  Object.entries({
    activity: 'Kegiatan',
    added: 'Baru',
    aktif: 'Aktif',
    alasan: 'Alasan',
    alasanKapasitas: 'Alasan melebihi kapasitas',
    answer: 'Jawaban',
    author: 'Penulis',
    category: 'Jenis bantuan',
    bagian: 'Bagian, persen',
    berkas: 'Berkas',
    catatan: 'Catatan',
    code: 'Kode',
    commitments: 'Janji',
    deliveredOn: 'Diserahkan',
    desa: 'Desa',
    ended: 'Berakhir',
    evidence: 'Bukti',
    fileName: 'Berkas',
    funding: 'Sumber dana',
    jenis: 'Jenis',
    kapasitas: 'Kapasitas',
    kind: 'Jenis tanggapan',
    layananDasar: 'Layanan dasar',
    lines: 'Bantuan',
    melayani: 'Melayani',
    members: 'Anggota daftar',
    menghitungOrang: 'Menghitung orang atau keluarga',
    mulai: 'Mulai',
    nama: 'Nama',
    name: 'Nama',
    note: 'Catatan',
    openAssignments: 'Penugasan yang masih terbuka',
    opd: 'OPD',
    penerus: 'Penerus',
    peran: 'Peran',
    quantity: 'Jumlah',
    reason: 'Alasan',
    renamed: 'Berganti nama',
    reviewStatus: 'Keadaan laporan',
    revision: 'Revisi',
    rows: 'Baris',
    runId: 'Hitungan',
    sampai: 'Sampai',
    sandiSekaliPakai: 'Sandi sekali pakai',
    satuan: 'Satuan',
    sha256: 'SHA-256',
    sampel: 'Sampel',
    sidikBenih: 'Sidik benih',
    sidikKerangka: 'Sidik kerangka',
    singkatan: 'Singkatan',
    sk: 'Nomor SK',
    state: 'Keadaan',
    status: 'Keadaan',
    strategi: 'Strategi',
    temuan: 'Temuan',
    teknis: 'OPD teknis',
    tempat: 'Tempat',
    terendah: 'Harga wajar terendah',
    terkunciSampai: 'Terkunci sampai',
    tertinggi: 'Harga wajar tertinggi',
    unit: 'Satuan',
    username: 'Nama pengguna',
    village: 'Desa',
    villageCode: 'Kode desa',
    whole: 'Dipenuhi seluruhnya',
    ...Object.fromEntries(
      [...headFields, ...lineFields, ...promiseFields].map((row) => [row.column, shortOf(row)]),
    ),
  }),
);

/** Keys of rows that say nothing to a reader. */
const internal = new Set(
  'id revisionId activityId authorId position lockVersion createdAt updatedAt submittedAt reviewerId reviewedAt number'.split(
    ' ',
  ),
);

/**
 * What a change tells, field by field; where it tells both sides, only the fields that differ. Lists of rows are
 * told row by row.
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const was = flat(before);
  const is = flat(after);
  const both = was.size > 0 && is.size > 0;
  const rows = [...new Set([...is.keys(), ...was.keys()])].map((label) => ({
    label,
    before: was.get(label) ?? EMPTY,
    after: is.get(label) ?? EMPTY,
  }));
  return rows.filter((row) =>
    both ? row.before !== row.after : row.before !== EMPTY || row.after !== EMPTY,
  );
}

function flat(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object') return new Map([[path || 'Isi', words(value)]]);
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return new Map([[path || 'Isi', value.map(words).join(', ') || EMPTY]]);
  const told = new Map<string, string>();
  for (const [key, one] of Object.entries(value)) {
    if (internal.has(key)) continue;
    const name = Array.isArray(value) ? String(Number(key) + 1) : (labels.get(key) ?? key);
    const within = Array.isArray(value) ? `${path} ${name}` : path ? `${path}, ${name.toLowerCase()}` : name;
    if (one === null) told.set(within, EMPTY);
    for (const [label, text] of flat(one, within)) told.set(label, text);
  }
  return told;
}

/** What the choices of a field are called on screen. */
const choices = new Map<string, string>([
  ...[workStatusView, reviewStatusView, responseStatus, deliveryViews].flatMap((views) =>
    Object.entries(views).map(([value, { label }]): [string, string] => [value, label]),
  ),
  ...Object.entries(partyNames),
]);

const DAY = /^\d{4}-\d{2}-\d{2}(T00:00:00\.000Z)?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function words(value: unknown): string {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return value ? 'ya' : 'tidak';
  if (typeof value !== 'string') return String(value);
  const chosen = choices.get(value);
  if (chosen !== undefined) return chosen;
  if (DAY.test(value)) return date(new Date(value));
  return MOMENT.test(value) ? moment(new Date(value)) : value || EMPTY;
}

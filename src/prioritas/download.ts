import { type Printed, toCsv, toJson } from '../ranking/output.js';
import { type About, exportTable, type TableFormat } from '../web/export.js';
import { file, type Reply } from '../web/reply.js';

/** What the columns of the command line mean, for a workbook. */
const labels = new Map<string, string>(
  Object.entries({
    peringkat: 'Peringkat',
    kode: 'Kode Kemendagri',
    nama: 'Nama',
    kecamatan: 'Kecamatan',
    desil1: 'Desil 1',
    jumlah_penduduk: 'Jumlah penduduk',
    idm: 'Indeks Desa Membangun',
    status_idm: 'Status IDM',
    skor: 'Skor, 0 sampai 1',
    kuadran: 'Kuadran',
    tanpa_idm: 'Tidak punya nilai IDM',
    terpilih: 'Terpilih',
    peringkat_terbaik: 'Peringkat terbaik dari 21 bobot IDM yang dicoba',
    peringkat_terburuk: 'Peringkat terburuk dari 21 bobot IDM yang dicoba',
    stabilitas: 'Bagian dari 21 bobot IDM yang memilihnya',
    rapuh: 'Terpilih, tetapi oleh kurang dari separuh dari 21 bobot IDM yang dicoba',
    jumlah_unit: 'Desa dan kelurahan yang diperingkat',
    jumlah_terpilih: 'Desa dan kelurahan yang terpilih',
  }),
);

/** The result as a file; CSV and JSON are byte for byte what the command line prints. */
export function download(format: TableFormat, rows: Printed, about: About): Reply {
  switch (format) {
    case 'csv':
      return file('peringkat.csv', 'text/csv; charset=utf-8', toCsv(rows));
    case 'json':
      return file(null, 'application/json; charset=utf-8', toJson(rows));
    default:
      return table(format, rows, about);
  }
}

function table(format: TableFormat, { names, rows }: Printed, about: About): Reply {
  const columns = names.map((key, at) => ({
    key,
    label: labels.get(key) ?? key,
    value: (cells: (typeof rows)[number]) => {
      const { text: value, kind } = cells[at] as (typeof cells)[number];
      if (value === '') return null;
      return kind === 'number' ? Number(value) : value;
    },
  }));
  return exportTable({ name: 'peringkat', format, about }, columns, rows);
}

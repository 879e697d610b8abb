import { number } from '../core/format.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  options,
  type PageHead,
  pageHead,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import type { Fault } from './check.js';
import { dataPaths } from './paths.js';

declare module '../web/render.js' {
  interface Views {
    'datasets/impor': UploadPage;
  }
}

interface UploadPage {
  head: PageHead;
  summary: ErrorSummary;
  fields: Field[];
  /** What is asked of decile 1 only. */
  desil1Fields: Field[];
  faults: { title: string; rows: Fault[] } | null;
  templates: { label: string; href: string }[];
}

type PageReply = Extract<Reply, { kind: 'page' }>;
const crumb = { label: 'Data', href: dataPaths.list };

/** The upload form; after a refusal with what was typed and every bad cell. */
export function uploadPage(
  typed: Record<string, string>,
  errors: Record<string, string>,
  faults: Fault[],
  fileName = '',
  moreFaults = 0,
): PageReply {
  const count = faults.length + moreFaults;
  const refused = faults.length > 0 || Object.keys(errors).length > 0;
  const model: UploadPage = {
    head: pageHead({
      crumbs: [crumb],
      title: 'Unggah data',
      lead: 'Berkas diperiksa dahulu. Tidak ada yang dihitung sebelum Anda mengesahkan pratinjaunya.',
    }),
    summary: errorSummary(errors),
    fields: uploadFields(typed, (name) => errors[name] ?? ''),
    desil1Fields: desil1Fields(typed, (name) => errors[name] ?? ''),
    faults: faults.length === 0 ? null : { title: faultWords(count, fileName), rows: faults.slice(0, SHOWN) },
    templates: (['desil1', 'idm'] as const).flatMap((kind) =>
      (['csv', 'xlsx'] as const).map((format) => ({
        label: `${kind === 'idm' ? 'IDM' : 'Desil 1'}, ${format.toUpperCase()}`,
        href: dataPaths.template(kind, format),
      })),
    ),
  };
  const title = refused ? 'Galat: Unggah data' : 'Unggah data';
  return page('datasets/impor', model, { title, section: '/data', bodyClass: 'form-page' }) as PageReply;
}

const SHOWN = 200;

const faultWords = (count: number, fileName: string) =>
  `${number(count)} sel di ${fileName} tidak dapat dipakai${count > SHOWN ? `, ${SHOWN} yang pertama di bawah` : ''}`;

function uploadFields(typed: Record<string, string>, error: (name: string) => string): Field[] {
  return [
    field({
      name: 'jenis',
      label: 'Jenis data',
      type: 'radios',
      error: error('jenis'),
      options: options(
        [
          ['desil1', 'Desil 1', 'Jumlah warga termiskin per desa'],
          ['idm', 'IDM', 'Indeks Desa Membangun'],
        ],
        typed.jenis ?? 'desil1',
      ),
    }),
    field({
      name: 'berkas',
      label: 'Berkas',
      type: 'file',
      hint: 'CSV atau XLSX, paling besar 10 MB. Kolom wajib: kode dan desil1, atau kode dan idm.',
      error: error('berkas'),
      accept: '.csv,.xlsx',
    }),
    field({
      name: 'per',
      label: 'Tanggal data',
      type: 'date',
      hint: 'Tanggal rilis menurut sumbernya.',
      error: error('per'),
      value: typed.per ?? '',
    }),
  ];
}

/** An IDM file has one source and no unit. */
function desil1Fields(typed: Record<string, string>, error: (name: string) => string): Field[] {
  return [
    field({
      name: 'sumber',
      label: 'Sumber',
      type: 'select',
      error: error('sumber'),
      options: options(
        [
          ['DTKS', 'DTKS'],
          ['P3KE', 'P3KE'],
          ['DTSEN', 'DTSEN'],
        ],
        typed.sumber ?? 'DTSEN',
      ),
    }),
    field({
      name: 'satuan',
      label: 'Satuan',
      type: 'select',
      required: false,
      hint: 'Boleh dikosongkan: dibaca dari kolom satuan, dan jiwa bila tidak ada.',
      error: error('satuan'),
      options: options(
        [
          ['', 'Sesuai berkas'],
          ['jiwa', 'jiwa'],
          ['keluarga', 'keluarga'],
          ['rumah tangga', 'rumah tangga'],
        ],
        typed.satuan ?? '',
      ),
    }),
  ];
}

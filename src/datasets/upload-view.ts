import { list } from '../core/format.js';
import { faultList } from '../uploads/preview.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  options,
  type PageHead,
  pageHead,
} from '../web/components.js';
import type { FileColumn } from '../web/export.js';
import { page, type Reply } from '../web/reply.js';
import type { DataKind } from './kind.js';
import { kinds } from './kinds.js';
import { dataPaths } from './paths.js';
import type { ReadFile } from './read.js';

declare module '../web/render.js' {
  interface Views {
    'datasets/impor': UploadPage;
  }
}

interface UploadPage {
  head: PageHead;
  summary: ErrorSummary;
  /** The kinds of data, beside each other. */
  kinds: { label: string; href: string; current: boolean }[];
  fields: Field[];
  faults: { title: string; rows: ReadFile['faults'] } | null;
  templates: { label: string; href: string }[];
}

type PageReply = Extract<Reply, { kind: 'page' }>;
const crumb = { label: 'Data', href: dataPaths.list };

/** What an upload form shows again after a refusal. */
export interface Refused {
  typed?: Record<string, unknown>;
  errors?: Record<string, string>;
  /** What was found wrong in a file of this name. */
  read?: { fileName: string; faults: ReadFile['faults']; moreFaults: number };
}

/** The upload form of a kind; after a refusal with what was typed and every bad cell. */
export function uploadPage(kind: DataKind, { typed = {}, errors = {}, read }: Refused = {}): PageReply {
  const refused = read !== undefined || Object.keys(errors).length > 0;
  const model: UploadPage = {
    head: pageHead({
      crumbs: [crumb],
      title: 'Unggah data',
      lead: 'Berkas diperiksa dahulu. Tidak ada yang dihitung sebelum Anda mengesahkan pratinjaunya.',
    }),
    summary: errorSummary(errors),
    kinds: kinds.map((one) => ({
      label: one.label,
      href: `${dataPaths.upload}?jenis=${one.slug}`,
      current: one === kind,
    })),
    fields: uploadFields(
      kind,
      (name) => String(typed[name] ?? ''),
      (name) => errors[name] ?? '',
    ),
    faults: read ? faultList(read, read.fileName) : null,
    templates: (['csv', 'xlsx'] as const).map((format) => ({
      label: `${kind.label}, ${format.toUpperCase()}`,
      href: dataPaths.template(kind.slug, format),
    })),
  };
  const title = refused ? 'Galat: Unggah data' : 'Unggah data';
  return page('datasets/impor', model, { title, section: '/data', bodyClass: 'form-page' }) as PageReply;
}

function uploadFields(
  kind: DataKind,
  typed: (name: string) => string,
  error: (name: string) => string,
): Field[] {
  const needed = ['kode', ...kind.figures.filter((one) => one.required).map((one) => one.name)];
  const fields = [
    field({ name: 'jenis', label: 'Jenis data', type: 'hidden', value: kind.slug }),
    field({
      name: 'berkas',
      label: `Berkas ${kind.word}`,
      type: 'file',
      hint: `${kind.hint}. CSV atau XLSX, paling besar 10 MB. Kolom wajib: ${list(needed)}.`,
      error: error('berkas'),
      accept: '.csv,.xlsx',
    }),
    field({
      name: 'per',
      label: 'Tanggal data',
      type: 'date',
      hint: 'Tanggal rilis menurut sumbernya.',
      error: error('per'),
      value: typed('per'),
    }),
  ];
  return [...fields, ...choiceFields(kind, typed, error)];
}

/** What is asked where a kind has several sources or units. */
function choiceFields(
  kind: DataKind,
  typed: (name: string) => string,
  error: (name: string) => string,
): Field[] {
  const fields: Field[] = [];
  const choices = (values: readonly string[]) => values.map((one): [string, string] => [one, one]);
  if (kind.sources.length > 1)
    fields.push(
      field({
        name: 'sumber',
        label: 'Sumber',
        type: 'select',
        error: error('sumber'),
        options: options(choices(kind.sources), typed('sumber')),
      }),
    );
  if (kind.units.length > 1)
    fields.push(
      field({
        name: 'satuan',
        label: 'Satuan',
        type: 'select',
        required: false,
        hint: `Dibaca dari kolom satuan, dan ${kind.units[0]?.name} bila tidak ada.`,
        error: error('satuan'),
        options: options(
          [['', 'Sesuai berkas'], ...choices(kind.units.map((one) => one.name))],
          typed('satuan'),
        ),
      }),
    );
  return fields;
}

type TemplatePlace = { code: string; name: string; kecamatanName: string };

/** A template lists every village, so that only the figures are left to type. */
export function templateColumns({ figures, units }: DataKind): FileColumn<TemplatePlace>[] {
  const unit = units.length > 1 ? [{ key: 'satuan', value: () => units[0]?.name ?? '' }] : [];
  return [
    { key: 'kode', value: (village) => village.code },
    { key: 'nama', value: (village) => village.name },
    { key: 'kecamatan', value: (village) => village.kecamatanName },
    ...figures.map(({ name }) => ({ key: name, value: () => '' })),
    ...unit,
  ];
}

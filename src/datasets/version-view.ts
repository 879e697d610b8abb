import { date, moment, number } from '../core/format.js';
import { nameAt } from '../database/former-names.js';
import { can } from '../policy.js';
import { type PageHead, pageHead, type Table } from '../web/components.js';
import type { At } from '../web/list.js';
import { type Frame, page, type Reply } from '../web/reply.js';
import { kindOf, versionTitle } from './kinds.js';
import { dataPaths } from './paths.js';
import type { Version } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'datasets/versi': { head: PageHead; facts: VersionFact[]; notices: string[]; table: Table };
  }
}

export interface VersionFact {
  label: string;
  value: string;
}

/** `DTKS desil 1 per 1 Maret 2022`. */
export const versionWords = (version: Version): string =>
  `${versionTitle(version)} per ${date(version.asOf)}`;

const uploader = ({ uploadedBy, confirmedAt }: Version): string =>
  uploadedBy ? nameAt(uploadedBy, confirmedAt) : 'pengelola server';

/** A version: what its file was, what was noticed when it was read, and its figures. */
export async function versionPage(
  { actor, loaded }: At<Version>,
  table: Table,
  frame: Frame,
): Promise<Reply> {
  const head = pageHead({
    crumbs: [{ label: 'Data', href: dataPaths.list }],
    title: versionWords(loaded),
    lead: `${number(loaded.rowCount)} baris, satuan ${loaded.unit}. Versi ini beku: tidak dapat diubah atau dihapus.`,
    statuses: [{ icon: 'lock-fill', label: 'Beku', tone: '' }],
    actions:
      kindOf(loaded.kind).ranked && can(actor, 'ranking.read')
        ? [{ label: 'Hitung prioritas', href: '/prioritas/baru', icon: 'bar-chart', primary: false }]
        : [],
  });
  const facts = [
    { label: 'Berkas', value: loaded.fileName },
    { label: 'SHA-256', value: loaded.sha256 },
    {
      label: 'Disahkan',
      value: `${moment(loaded.confirmedAt)} oleh ${uploader(loaded)}`,
    },
    { label: 'Tanggal data', value: date(loaded.asOf) },
  ];
  return page('datasets/versi', { head, facts, notices: loaded.notices, table }, frame);
}

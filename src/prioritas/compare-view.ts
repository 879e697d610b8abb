import { number } from '../core/format.js';
import { METHOD_VERSION } from '../ranking/version.js';
import {
  cell,
  column,
  type Notice,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import type { Differing, RunComparison } from './compare.js';
import { prioritasPaths } from './paths.js';
import type { Run } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'prioritas/banding': { head: PageHead; notice: Notice; reasons: string[]; table: Table | null };
  }
}

/** A saved run beside the same data and settings reckoned just now. */
export function comparePage(run: Run, { reasons, rows }: RunComparison): Reply {
  const title = 'Bandingkan dengan hitungan ulang';
  const head = pageHead({
    crumbs: [
      { label: 'Prioritas', href: prioritasPaths.list },
      { label: run.name, href: prioritasPaths.run(run.id) },
    ],
    title,
    lead: 'Dihitung ulang barusan dengan versi data dan pengaturan yang sama. Yang berlaku tetap hasil tersimpan.',
  });
  const notice: Notice =
    rows.length === 0
      ? { tone: 'done', title: sameWords(run.methodVersion), text: '', links: [] }
      : {
          tone: 'warn',
          title: `${number(rows.length)} desa dan kelurahan berbeda.`,
          text: '',
          links: [],
        };
  const table = rows.length === 0 ? null : differenceTable(rows);
  return page('prioritas/banding', { head, notice, reasons, table }, { title, section: '/prioritas' });
}

const sameWords = (version: number) =>
  version === METHOD_VERSION
    ? 'Tidak ada yang berbeda.'
    : `Tidak ada yang berbeda, meskipun cara menghitungnya kini versi ${METHOD_VERSION}.`;

const side = (said: Differing['stored']) =>
  said === null
    ? cell({ text: 'tidak diperingkat', tone: 'quiet' })
    : cell({
        text: said.map(({ column: name, text }) => `${name} ${text || '–'}`).join('; ') || 'diperingkat',
      });

const differenceTable = (rows: Differing[]): Table => ({
  id: 'beda',
  title: 'Yang berbeda',
  exports: [],
  filter: null,
  columns: [column('Desa atau kelurahan', { phone: 'title' }), column('Tersimpan'), column('Hitungan ulang')],
  rows: rows.map((row) =>
    tableRow([
      cell({ text: row.name, href: `/desa/${row.code}`, sub: row.kecamatan }),
      side(row.stored),
      side(row.again),
    ]),
  ),
  total: [],
  pager: null,
  empty: { title: '', text: '', action: null },
  note: 'Hanya kolom yang berbeda yang ditulis.',
});

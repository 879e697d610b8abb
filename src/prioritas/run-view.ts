import { moment } from '../core/format.js';
import { nameAt } from '../database/former-names.js';
import { can } from '../policy.js';
import type { Parameters } from '../ranking/types.js';
import { type Button, type Notice, type PageHead, pageHead, type Table } from '../web/components.js';
import { type Frame, page, type Reply } from '../web/reply.js';
import { whatIfHref } from './address.js';
import { storedParameters } from './input.js';
import { prioritasPaths } from './paths.js';
import { type Picture, unitPicture } from './picture.js';
import type { Run } from './queries.js';
import type { RunAt } from './run-list.js';
import { messageWords, parameterWords, sourceWords } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'prioritas/hitungan': RunPage;
  }
}

interface RunPage {
  head: PageHead;
  facts: { label: string; value: string }[];
  notices: Notice[];
  messages: string[];
  lists: { label: string; href: string }[];
  makeListHref: string;
  picture: Picture;
  table: Table;
}

/** A saved run: what it used, its picture and its frozen rows. */
export async function runPage(
  { actor, loaded: run, known }: RunAt,
  table: Table,
  frame: Frame,
): Promise<Reply> {
  const parameters = storedParameters(run.parameters);
  const { unit } = run.desil1Version;
  const ties = run.messages.filter((line) => line.startsWith('peringatan: '));
  const model: RunPage = {
    head: pageHead({
      crumbs: [{ label: 'Prioritas', href: prioritasPaths.list }],
      title: run.name,
      lead: `Disimpan ${moment(run.createdAt)} oleh ${nameAt(run.createdBy, run.createdAt)}. Hasil ini beku.`,
      statuses: [{ icon: 'lock-fill', label: 'Beku', tone: '' }],
      actions: runActions(run, parameters),
    }),
    facts: [
      { label: 'Pengaturan', value: parameterWords(parameters) },
      { label: 'Cara menghitung', value: `versi ${run.methodVersion}` },
      { label: 'Data desil 1', value: sourceWords(run.desil1Version) },
      { label: 'Data IDM', value: run.idmVersion ? sourceWords(run.idmVersion) : 'tanpa IDM' },
    ],
    notices: ties.map(tieNotice),
    messages: run.messages.filter((line) => !line.startsWith('peringatan: ')).map(messageWords),
    lists: run.lists.map((list) => ({
      label: `Lokus ${list.year}${list.edition > 1 ? `, edisi ${list.edition}` : ''}${list.status === 'DRAF' ? ' (draf)' : ''}`,
      href: list.status === 'DRAF' ? `/lokus/draf/${list.id}` : `/lokus/${list.year}?edisi=${list.edition}`,
    })),
    makeListHref: can(actor, 'lokus.draft') ? `/lokus/baru?hitungan=${run.id}` : '',
    picture: unitPicture(known.rows, parameters.dasar === 'persen' ? 'persen penduduk' : unit),
    table,
  };
  return page('prioritas/hitungan', model, frame);
}

function runActions(run: Run, parameters: Parameters): Button[] {
  const versions = { desil1Id: run.desil1VersionId, idmId: run.idmVersionId ?? ('none' as const) };
  return [
    {
      label: 'Bandingkan dengan hitungan ulang',
      href: prioritasPaths.compare(run.id),
      icon: 'arrow-repeat',
      primary: false,
    },
    {
      label: 'Buka sebagai hitungan baru',
      href: whatIfHref(parameters, versions),
      icon: 'bar-chart',
      primary: false,
    },
  ];
}

const tieNotice = (line: string): Notice => ({
  tone: 'warn',
  title: messageWords(line),
  text: 'Yang terpilih ditentukan jumlah desil 1, lalu IDM, lalu kode.',
  links: [],
});

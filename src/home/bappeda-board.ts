import { accountPaths } from '../accounts/paths.js';
import { versionName } from '../datasets/kinds.js';
import { dataPaths } from '../datasets/paths.js';
import { evaluationPaths } from '../evaluation/paths.js';
import type { DatasetVersion } from '../generated/prisma/client.js';
import { lokusPaths } from '../lokus/paths.js';
import { currentList } from '../lokus/queries.js';
import type { Actor } from '../policy.js';
import { inScope } from '../scope.js';
import { type Services, today } from '../web/services.js';
import { type Board, button, oldestInWords, silentStat, stat, toned } from './board.js';
import { lists } from './paths.js';
import { disputed, silent, undecided } from './queries.js';
import { disputeSection, plainSection, silentSection } from './tables.js';

export async function bappedaBoard(app: Services, actor: Actor): Promise<Board> {
  const day = today(app.clock);
  const list = await currentList(app.db, actor, day.getUTCFullYear());
  const [work, disputes, quiet, newest, waiting] = await Promise.all([
    unfinished(app, actor),
    disputed(app.db, actor),
    silent(app.db, actor, day),
    newestVersion(app, actor),
    undecided(app.db, list?.id ?? null, day),
  ]);
  return {
    ...beginning(newest),
    stats: [
      stat(work.total, 'pekerjaan belum selesai', '#pekerjaan', oldestInWords(work, day)),
      stat(
        waiting,
        `desa lokus ${list?.year ?? ''} belum diputuskan`,
        list ? `${evaluationPaths.year(list.year)}?keputusan=belum` : '',
        'tuntas atau lanjutan',
      ),
      toned('stop', stat(disputes.total, 'kegiatan disanggah desa', '#sanggahan', 'ditangani koordinator')),
      silentStat(quiet, day),
    ],
    sections: [
      plainSection('pekerjaan', 'Pekerjaan belum selesai', work, {
        today: day,
        empty: 'Tidak ada unggahan atau draf yang menunggu Anda.',
        allHref: '',
      }),
      disputeSection(disputes, day, 'Buka', lists.disputed),
      silentSection(quiet, day, {}),
    ],
  };
}

/** What comes first: the figures, and once they are there the ranking. */
const beginning = (newest: DatasetVersion | null): Pick<Board, 'lead' | 'actions'> =>
  newest
    ? {
        lead: `Data terbaru: ${versionName(newest)}.`,
        actions: [button('Hitung prioritas', '/prioritas/baru', 'bar-chart', true)],
      }
    : {
        lead: 'Belum ada data desil 1 dan IDM. Mulailah dengan mengunggahnya.',
        actions: [button('Unggah data', dataPaths.upload, 'upload', true)],
      };

const newestVersion = async (app: Services, actor: Actor) =>
  app.db.datasetVersion.findFirst({
    where: await inScope({ db: app.db, actor }, 'dataset.list'),
    orderBy: { asOf: 'desc' },
  });

/** Where uploads of other kinds than figures wait. */
const uploadBases = new Map<string, string>(
  Object.entries({ LOKUS: lokusPaths.uploads, PENGGUNA: accountPaths.bulk }),
);

/** Uploads that wait for confirmation and lists that wait for their SK: few enough to show all, oldest first. */
async function unfinished(app: Services, actor: Actor) {
  const [staged, draftLists] = await Promise.all([
    app.db.stagedUpload.findMany({
      where: { accountId: actor.id },
      select: { id: true, kind: true, fileName: true, createdAt: true },
    }),
    app.db.lokusList.findMany({
      where: { ...(await inScope({ db: app.db, actor }, 'lokus.draft')), status: 'DRAF' },
      select: { id: true, year: true, createdAt: true },
    }),
  ]);
  const rows = [
    ...staged.map((one) => ({
      text: `Unggahan ${one.fileName}`,
      href: `${uploadBases.get(one.kind) ?? dataPaths.upload}/${one.id}`,
      sub: 'Sudah diperiksa, belum disahkan. Dihapus sendiri setelah 24 jam.',
      since: one.createdAt,
      action: 'Sahkan',
    })),
    ...draftLists.map((one) => ({
      text: `Draf lokus ${one.year}`,
      href: `/lokus/draf/${one.id}`,
      sub: 'Belum ditetapkan dengan SK.',
      since: one.createdAt,
      action: 'Lanjutkan',
    })),
  ].sort((one, other) => one.since.getTime() - other.since.getTime());
  return { rows, total: rows.length };
}

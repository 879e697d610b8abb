import { z } from 'zod';
import { date, inPercent, moment, number } from '../core/format.js';
import { notFound } from '../core/problem.js';
import type { SpotCheck } from '../generated/prisma/client.js';
import { ofRegion } from '../scope.js';
import { type PageHead, pageHead } from '../web/components.js';
import { rowId } from '../web/form.js';
import { file, page } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import type { Services } from '../web/services.js';
import { fingerprint, frameText } from './draw.js';
import { spotPaths } from './paths.js';
import { type CheckStanding, frameOf, standingOf } from './standing.js';
import { intervalWords, ratePercent } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'spotcheck/umum': { head: PageHead; checks: PublicCheck[] };
  }
}

interface PublicCheck {
  title: string;
  /** What came of it, or how far it is. */
  words: string;
  facts: { label: string; value: string }[];
  frameHref: string;
  /** What draws the same sample again; '' until the seed is public. */
  command: string;
}

const NEWEST = 12;
const readChecks = (app: Services, where: object = {}): Promise<SpotCheck[]> =>
  app.db.spotCheck.findMany({
    where: { ...ofRegion(app.region), ...where },
    orderBy: { id: 'desc' },
    take: NEWEST,
  }) as Promise<SpotCheck[]>;

/** What a check that is over came to never changes, so its frame is read once. */
const over = new WeakMap<Services, Map<number, Promise<CheckStanding>>>();

function standing(app: Services, { id, closedAt }: SpotCheck): Promise<CheckStanding> {
  if (!closedAt) return standingOf(app.db, id);
  const known = over.get(app) ?? new Map<number, Promise<CheckStanding>>();
  over.set(app, known);
  const read = known.get(id) ?? standingOf(app.db, id);
  known.set(id, read);
  read.catch(() => known.delete(id));
  return read;
}

/** The rate of all OPD together: of an OPD nothing is public. */
async function publicCheck(app: Services, one: SpotCheck): Promise<PublicCheck> {
  const { size, drawn, joint } = await standing(app, one);
  const { seed, drawnAt, closedAt, share } = one;
  const rate = closedAt && joint ? `${ratePercent(joint.rate)} sesuai, ${intervalWords(joint)}.` : '';
  const words =
    rate ||
    (drawnAt
      ? 'Sampel sudah diundi dan sedang diperiksa.'
      : 'Kerangka sudah dibekukan, sampel belum diundi.');
  return {
    title: `Kegiatan ${date(one.firstDay)} sampai ${date(one.lastDay)}`,
    words,
    facts: [
      { label: 'Kerangka', value: `${number(size)} kegiatan, dibekukan ${moment(one.framedAt)}` },
      { label: 'Sidik kerangka (SHA-256)', value: one.frameSha256 },
      ...(drawnAt && seed !== null
        ? [
            {
              label: 'Sampel',
              value: `${number(drawn)} kegiatan, ${inPercent(share)} tiap OPD, diundi ${moment(drawnAt)}`,
            },
            { label: 'Sidik benih (SHA-256)', value: fingerprint(seed) },
          ]
        : []),
      ...(closedAt && seed !== null ? [{ label: 'Benih', value: seed }] : []),
    ],
    frameHref: spotPaths.frame(one.id),
    command:
      closedAt && seed !== null
        ? `npx dampingan uji-petik --kerangka kerangka.csv --benih ${seed} --bagian ${share}`
        : '',
  };
}

/** The newest rate for the landing page, as a sentence; '' before the first check is over. */
export async function publicRate(app: Services): Promise<string> {
  const [newest] = await readChecks(app, { closedAt: { not: null } });
  if (!newest) return '';
  const { checked, joint } = await standing(app, newest);
  if (!joint) return '';
  return `Dari ${number(checked)} kegiatan yang diundi dan diperiksa di lapangan, ${ratePercent(joint.rate)} sesuai laporannya (${intervalWords(joint)}, keyakinan 95 %).`;
}

export const openRows: AnyRow[] = [
  row({
    method: 'get',
    path: spotPaths.public,
    allow: 'public',
    handle: async ({ app }) => {
      const checks = await readChecks(app);
      const head = pageHead({
        title: 'Uji petik',
        lead: 'Sebagian kegiatan terverifikasi diundi dan diperiksa di lapangan. Kerangkanya dibekukan dan sidiknya tampil di sini sebelum benih diundi, sehingga tidak seorang pun dapat memilih sampelnya. Setelah semua diperiksa, benihnya tampil dan siapa pun dapat mengulang undiannya.',
      });
      const told = await Promise.all(checks.map((one) => publicCheck(app, one)));
      return page('spotcheck/umum', { head, checks: told }, { title: 'Uji petik', bodyClass: 'public' });
    },
  }),
  row({
    method: 'get',
    path: '/uji-petik/umum/:id/kerangka.csv',
    allow: 'public',
    params: z.object({ id: rowId }),
    handle: async ({ app, params }) => {
      const [one] = await readChecks(app, { id: params.id });
      if (!one) throw notFound('Uji petik ini tidak ada.');
      return file(
        `kerangka-uji-petik-${one.id}.csv`,
        'text/csv; charset=utf-8',
        frameText(await frameOf(app.db, one.id)),
      );
    },
  }),
];

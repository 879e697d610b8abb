import { inPercent, moment, number } from '../core/format.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import type { SpotCheck } from '../generated/prisma/client.js';
import { can } from '../policy.js';
import { scope } from '../scope.js';
import { cell, column, type PageHead, type Table, tableRow } from '../web/components.js';
import type { At } from '../web/list.js';
import { type Frame, page, type Reply } from '../web/reply.js';
import { fingerprint } from './draw.js';
import { clopperPearson } from './interval.js';
import { spotPaths } from './paths.js';
import { type AgencyStanding, type CheckStanding, standingOf } from './standing.js';
import { draw } from './verbs.js';
import { intervalWords, outOf, ratePercent } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'spotcheck/satu': {
      head: PageHead;
      facts: { label: string; value: string }[];
      /** Draws the sample; null where it is drawn, or not this person's. */
      draw: { action: string; submit: string; hint: string } | null;
      table: Table;
      rates: Table | null;
    };
  }
}

/** A spot check: what is frozen, what was drawn, what was found, and the rate of each OPD. */
export async function checkPage(
  { app, actor, loaded }: At<SpotCheck>,
  table: Table,
  head: PageHead,
  frame: Frame,
): Promise<Reply> {
  const [standing, people] = await Promise.all([
    standingOf(app.db, loaded.id, scope(actor, 'spotframe.read')),
    app.db.spotCheck.findUniqueOrThrow({
      where: { id: loaded.id },
      include: { framedBy: withFormerNames, drawnBy: withFormerNames },
    }),
  ]);
  const model = {
    head: {
      ...head,
      crumbs: [{ label: 'Uji petik', href: spotPaths.list }],
      lead: leadOf(loaded, standing),
    },
    facts: [
      ...frozenFacts(loaded, standing, nameAt(people.framedBy, loaded.framedAt)),
      ...drawnFacts(loaded, people.drawnBy && loaded.drawnAt ? nameAt(people.drawnBy, loaded.drawnAt) : ''),
    ],
    draw:
      loaded.drawnAt === null && can(actor, 'spotcheck.draw')
        ? {
            action: spotPaths.draw(loaded.id),
            submit: draw.label,
            hint: 'Sekali saja dan tidak dapat diulang. Sidik kerangka sudah tampil untuk umum.',
          }
        : null,
    table,
    rates: standing.checked > 0 ? rateTable(standing) : null,
  };
  return page('spotcheck/satu', model, frame);
}

const frozenFacts = (one: SpotCheck, { size, agencies }: CheckStanding, by: string) => [
  { label: 'Kerangka', value: `${number(size)} kegiatan dari ${number(agencies.length)} OPD` },
  { label: 'Bagian', value: `${inPercent(one.share)} tiap OPD, dibulatkan ke atas` },
  { label: 'Dibekukan', value: `${moment(one.framedAt)} oleh ${by}` },
  { label: 'Sidik kerangka (SHA-256)', value: one.frameSha256 },
];

function drawnFacts({ seed, drawnAt, closedAt }: SpotCheck, by: string) {
  if (seed === null || drawnAt === null) return [];
  return [
    { label: 'Diundi', value: `${moment(drawnAt)} oleh ${by}` },
    { label: 'Sidik benih (SHA-256)', value: fingerprint(seed) },
    { label: 'Benih', value: closedAt ? seed : 'tampil untuk umum setelah semua kasus diperiksa' },
  ];
}

function leadOf({ drawnAt, closedAt }: SpotCheck, { drawn, checked, joint }: CheckStanding): string {
  if (!drawnAt) return 'Kerangka dibekukan. Langkah berikutnya: undi sampelnya.';
  const how = `${outOf(checked, drawn)} kasus sudah diperiksa.`;
  if (!joint) return how;
  return `${how} Tingkat kesesuaian${closedAt ? '' : ' sementara'} ${ratePercent(joint.rate)}, ${intervalWords(joint)}.`;
}

function rateTable({ agencies, joint, size, drawn, checked, fit }: CheckStanding): Table {
  const rate = (one: Pick<AgencyStanding, 'checked' | 'fit'>) =>
    one.checked === 0
      ? { text: 'belum ada' }
      : {
          text: ratePercent(one.fit / one.checked),
          sub: intervalWords(clopperPearson(one.fit, one.checked)),
        };
  const counts = (one: Pick<AgencyStanding, 'size' | 'drawn' | 'checked' | 'fit'>) => [
    cell({ text: number(one.size) }),
    cell({ text: outOf(one.checked, one.drawn) }),
    cell({ text: number(one.fit) }),
  ];
  return {
    ...{ id: 'tingkat', title: 'Tingkat kesesuaian menurut OPD', exports: [], filter: null, pager: null },
    columns: [
      column('OPD', { phone: 'title' }),
      column('Kerangka', { numeric: true }),
      column('Diperiksa', { numeric: true }),
      column('Sesuai', { numeric: true }),
      column('Tingkat', { numeric: true, phone: 'value' }),
    ],
    rows: agencies.map((one) => tableRow([cell({ text: one.agency }), ...counts(one), cell(rate(one))])),
    total: joint
      ? [
          cell({ text: 'Semua' }),
          ...counts({ size, drawn, checked, fit }),
          cell({ text: ratePercent(joint.rate), sub: intervalWords(joint) }),
        ]
      : [],
    empty: { title: 'Belum ada temuan', text: '', action: null },
    note: 'Rentang menurut Clopper-Pearson, keyakinan 95 %. Tingkat semua OPD ditimbang menurut banyaknya kegiatan tiap OPD dalam kerangka.',
  };
}

import { besideWords, moneyBesideWords } from '../activities/counting.js';
import { totals, within } from '../activities/sums.js';
import { date, inPercent, number, rupiah } from '../core/format.js';
import { type EffectView, effectView } from '../evaluation/card-view.js';
import type { Kecamatan, Village } from '../generated/prisma/client.js';
import type { MemberOrigin } from '../generated/prisma/enums.js';
import { currentList } from '../lokus/queries.js';
import { standingView } from '../lokus/standing.js';
import { type NeedsView, needsView } from '../needs/card-view.js';
import { type Actor, can } from '../policy.js';
import {
  daysWords,
  type GivenHelp,
  givenIn,
  givenWords,
  RATE_SET_IN,
} from '../undertakings/gotong-royong.js';
import { undertakingPaths } from '../undertakings/paths.js';
import type { PromiseView } from '../undertakings/words.js';
import { type Button, type PageHead, pageHead, type Status } from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { isWithdrawn } from '../wilayah/in-force.js';
import {
  accompanimentAction,
  accompanimentHistory,
  accompanimentOf,
  accompanimentStrip,
  assignAt,
} from './accompaniment.js';
import { dataHistory, type History, type Why, whyThisVillage } from './poverty.js';
import { listsOf, memberOf, nextYearOf, papers } from './queries.js';
import {
  fundingChart,
  promiseViews,
  type ResultRow,
  resultRows,
  type TimelineMonth,
  timelineMonths,
} from './results.js';

declare module '../web/render.js' {
  interface Views {
    'card/kartu': VillageCard;
  }
}

interface Strip {
  label: string;
  value: string;
  note: string;
}

interface VillageCard {
  head: PageHead;
  strip: Strip[];
  why: Why | null;
  history: History | null;
  /** Whether this person may read activities at all. */
  withActivities: boolean;
  activityNote: string;
  activitiesHref: string;
  months: TimelineMonth[];
  emptyText: string;
  createHref: string;
  promises: PromiseView[];
  promisesHref: string;
  assignments: { agency: string; href: string; role: string; period: string; reason: string }[];
  needs: NeedsView | null;
  effect: EffectView | null;
  results: ResultRow[];
  funding: string;
  lists: { label: string; href: string; note: string }[];
  decisions: { outcome: string; date: string; reason: string }[];
  decideHref: string;
}

type VillageWithKecamatan = Village & { kecamatan: Kecamatan };

/** Kartu Desa: everything about one village that this person may see, on one page. */
export async function cardPage(app: Services, actor: Actor, village: VillageWithKecamatan): Promise<Reply> {
  const { db } = app;
  const withLists = can(actor, 'lokus.list');
  const list = withLists ? await currentList(db, village, today(app.clock).getUTCFullYear()) : null;
  const poverty = can(actor, 'poverty.read');
  const withActivities =
    can(actor, 'activity.list') && (actor.villageCode === null || actor.villageCode === village.code);
  const facts = await readFacts(app, actor, village, list?.id ?? null);
  const listed = withLists ? await lists(app, village.code) : [];
  const model: VillageCard = {
    head: head(actor, village, facts, statuses(facts, list?.year ?? null, today(app.clock))),
    strip: [...accompanimentStrip(facts), ...(withActivities ? reached(facts) : [])],
    why: poverty ? await whyThisVillage(db, list?.id ?? null, village) : null,
    history: poverty ? await dataHistory(db, village) : null,
    withActivities,
    activityNote: activityNote(facts.totals),
    activitiesHref: `/kegiatan?desa=${village.code}`,
    months: withActivities ? await timelineMonths(db, actor, village.code) : [],
    emptyText: `Kegiatan pertama muncul di sini setelah OPD mencatatnya.${facts.lead ? ` OPD utamanya ${facts.lead.agency.name}.` : ''}`,
    createHref: facts.mine ? `/kegiatan/baru?desa=${village.code}` : '',
    promises: withActivities ? await promiseViews(db, village.code, today(app.clock)) : [],
    promisesHref: `${undertakingPaths.list}?desa=${village.code}`,
    assignments: accompanimentHistory(facts, today(app.clock)),
    needs: can(actor, 'need.list') ? await needsView(app, actor, village.code) : null,
    effect: await effectView(app, actor, village.code),
    results: withActivities ? await resultRows(db, village.code) : [],
    funding: withActivities ? await fundingChart(db, village.code, village.name) : '',
    lists: listed,
    decisions: (withLists ? facts.decisions : []).map((one) => ({
      outcome: `${one.outcome === 'TUNTAS' ? 'Tuntas' : 'Lanjutan'}, lokus ${one.listYear}`,
      date: date(one.decidedOn),
      reason: one.reason,
    })),
    decideHref: can(actor, 'village.decide') && listed.length > 0 ? `/desa/${village.code}/keputusan` : '',
  };
  return page('card/kartu', model, { title: titleOf(village), section: '/desa' });
}

/** How many of each state there are, and how many papers wait. */
const activityNote = (sums: Facts['totals']) =>
  [
    `${number(sums.activities)} terverifikasi`,
    besideWords(sums),
    `${number(sums.waiting)} menunggu diperiksa`,
  ]
    .filter(Boolean)
    .join(', ');

const titleOf = (village: Village) =>
  `${village.kind === 'KELURAHAN' ? 'Kelurahan' : 'Desa'} ${village.name}`;

async function readFacts(app: Services, actor: Actor, village: VillageWithKecamatan, listId: number | null) {
  const { db } = app;
  const day = today(app.clock);
  const [assignments, decisions, sums, given, paper, member, nextYear] = await Promise.all([
    db.assignment.findMany({
      where: { villageCode: village.code },
      include: { agency: { include: { formerNames: true } } },
      orderBy: [{ endsOn: { sort: 'desc', nulls: 'first' } }, { role: 'asc' }, { startsOn: 'desc' }],
    }),
    db.villageDecision.findMany({
      where: { villageCode: village.code },
      orderBy: [{ listYear: 'desc' }, { decidedOn: 'desc' }, { id: 'desc' }],
    }),
    totals(db, within.village(village.code)),
    givenIn(db, village.code),
    papers(db, village.code, today(app.clock)),
    memberOf(db, listId, village.code, day),
    nextYearOf(db, village.code, day.getUTCFullYear()),
  ]);
  return {
    ...accompanimentOf(assignments, day),
    decisions,
    given,
    totals: { ...sums, ...paper },
    member,
    assignAt: assignAt(village.code, { member, nextYear, year: day.getUTCFullYear() }),
    mine:
      actor.agencyId !== null &&
      assignments.some((one) => one.agencyId === actor.agencyId && one.startsOn <= day && !isWithdrawn(one)),
  };
}
type Facts = Awaited<ReturnType<typeof readFacts>>;

function head(actor: Actor, village: VillageWithKecamatan, facts: Facts, standing: Status[]): PageHead {
  const actions: Button[] = [
    { label: 'Cetak kartu', href: '', icon: 'printer', primary: false },
    ...accompanimentAction(actor, facts),
  ];
  if (facts.mine) {
    actions.push({
      label: 'Catat kegiatan',
      href: `/kegiatan/baru?desa=${village.code}`,
      icon: 'plus-lg',
      primary: true,
    });
  }
  return pageHead({
    crumbs: [
      { label: 'Desa', href: '/desa' },
      { label: village.kecamatan.name, href: `/kecamatan/${village.kecamatanCode}` },
    ],
    title: titleOf(village),
    subtitle: `Kecamatan ${village.kecamatan.name}, ${village.code}`,
    statuses: standing,
    actions,
  });
}

/** Its status in the official list that holds now, and that list; outside of it tuntas in an earlier one is told. */
function statuses({ member, lead, decisions }: Facts, year: number | null, day: Date): Status[] {
  if (year === null) return [];
  const standing = member && { ...member, lead: lead?.agency.shortName ?? null };
  return [
    ...(standing ? [standingView(standing, day.getUTCFullYear())] : doneBefore(decisions)),
    member
      ? { icon: 'lock-fill', label: `Lokus ${year}`, tone: '' }
      : { icon: 'circle', label: `Tidak dalam lokus ${year}`, tone: '' },
  ];
}

/** The last list in which a village outside of today's is tuntas. */
const doneBefore = ([newest]: Facts['decisions']): Status[] =>
  newest?.outcome === 'TUNTAS'
    ? [{ icon: 'flag', label: `Tuntas di lokus ${newest.listYear}`, tone: 'good' }]
    : [];

function reached({ totals: sums, given }: Facts): Strip[] {
  const share = sums.planned > 0 ? `${inPercent((100 * sums.spent) / sums.planned)} dari rencana` : '';
  return [
    {
      label: 'Kegiatan terverifikasi',
      value: number(sums.activities),
      note: [sums.newest ? `laporan terakhir ${date(sums.newest)}` : '', besideWords(sums)]
        .filter(Boolean)
        .join(', '),
    },
    {
      label: 'Dana terealisasi',
      value: rupiah(sums.spent),
      note: [share, moneyBesideWords(sums)].filter(Boolean).join(', '),
    },
    ...(givenWords(given) ? [givenStrip(given)] : []),
  ];
}

const givenStrip = (given: GivenHelp): Strip => ({
  label: 'Gotong royong',
  value: givenWords(given),
  note: [
    given.given_value > 0 ? daysWords(given) : '',
    given.given_bare > 0 ? RATE_SET_IN : '',
    'di samping anggaran',
  ]
    .filter(Boolean)
    .join(', '),
});

const origins: Record<MemberOrigin, string> = {
  HITUNGAN: 'hasil hitungan',
  LANJUTAN: 'lanjutan',
  TAMBAHAN: 'tambahan dengan alasan',
  SK: 'menurut SK',
};

async function lists(app: Services, villageCode: string) {
  return (await listsOf(app.db, villageCode)).map((one) => ({
    label: `Lokus ${one.year}${one.edition > 1 ? `, edisi ${one.edition}` : ''}`,
    href: `/lokus/${one.year}?edisi=${one.edition}`,
    note: `${one.sk_number}, ${origins[one.origin]}`,
  }));
}

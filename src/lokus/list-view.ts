import { date, number, list as words } from '../core/format.js';
import { type Actor, can, mayEver } from '../policy.js';
import { type Button, type Notice, type PageHead, pageHead, type Table } from '../web/components.js';
import { type Frame, page, type Reply } from '../web/reply.js';
import { reignView } from './in-force.js';
import type { MembersAt } from './member-row.js';
import { assignLink } from './next-step.js';
import { type Frozen, frozenParts, type Official, type OfficialList } from './official.js';
import { lokusPaths } from './paths.js';
import { type PhaseView, phaseViews } from './phase-view.js';
import { listName } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'lokus/tahun': ListPage;
  }
}

interface ListPage {
  head: PageHead;
  /** Says that a newer edition holds; null for the newest. */
  replaced: Notice | null;
  years: { label: string; href: string; current: boolean }[];
  phases: PhaseView[];
  table: Table;
  removals: { name: string; note: string }[];
  amendHref: string;
}

/** Its facts, exit test and decisions, for who reads them. */
const evaluationLink = (actor: Actor, year: number): Button[] =>
  mayEver(actor, 'evaluation.read')
    ? [{ label: 'Evaluasi', href: `/evaluasi/${year}`, icon: 'clipboard-check', primary: false }]
    : [];

type ListPageParts = Official & Frozen;

/** One official list: SK, phases by year, members as they stood on its day, with today beside where it differs. */
export async function listPage(
  { app, actor, loaded }: MembersAt,
  table: Table,
  frame: Frame,
): Promise<Reply> {
  const { list } = loaded;
  const parts = { ...loaded, ...(await frozenParts(app.db, list)) };
  const withRank = can(actor, 'poverty.read');
  const newest = isNewest(parts, list);
  const model: ListPage = {
    head: pageHead({
      crumbs: [{ label: 'Lokus', href: lokusPaths.index }],
      title: listName(list),
      subtitle: `SK Bupati ${list.sk_number}, ${date(list.sk_date)}`,
      lead: [
        list.run_id === null ? 'Daftar ini dimasukkan dari SK, tanpa hitungan di portal.' : '',
        amendmentWords(parts),
      ]
        .filter(Boolean)
        .join(' '),
      statuses: [reignView(parts.reign), { icon: 'lock-fill', label: 'Beku', tone: '' }],
      actions: [
        ...evaluationLink(actor, list.year),
        ...(newest ? assignLink(actor, list.year, parts.reign) : []),
        ...runLink(list, withRank),
      ],
    }),
    replaced: replacedNotice(parts),
    years: yearLinks(parts),
    phases: phaseViews(parts.phases, parts.reign),
    table,
    removals: withRank ? parts.removals.map(removalView) : [],
    amendHref: can(actor, 'lokus.draft') && newest ? lokusPaths.amend(list.year) : '',
  };
  return page('lokus/tahun', model, frame);
}

function replacedNotice({ list, all }: ListPageParts): Notice | null {
  const newest = all.find((one) => one.year === list.year);
  if (!newest || newest.id === list.id) return null;
  return {
    tone: 'warn',
    title: `Edisi ini sudah diganti edisi ${newest.edition}.`,
    text: `Yang berlaku SK ${newest.sk_number}, ${date(newest.sk_date)}.`,
    links: [{ label: `Buka edisi ${newest.edition}`, href: lokusPaths.year(newest.year) }],
  };
}

/** What an amending edition changed, and why. */
function amendmentWords({ list, enters, leaves }: ListPageParts): string {
  if (list.amend_reason === null) return '';
  const changes = [
    enters.length > 0 ? `masuk ${words(enters)}` : '',
    leaves.length > 0 ? `keluar ${words(leaves)}` : '',
  ].filter(Boolean);
  return `Perubahan: ${list.amend_reason.replace(/\.$/, '')}${changes.length > 0 ? ` (${changes.join('; ')})` : ''}.`;
}

const runLink = (list: OfficialList, withRank: boolean): Button[] =>
  withRank && list.run_id !== null
    ? [
        {
          label: 'Hitungan yang dipakai',
          href: `/prioritas/${list.run_id}`,
          icon: 'bar-chart',
          primary: false,
        },
      ]
    : [];

const isNewest = ({ all }: ListPageParts, list: OfficialList) =>
  all.find((one) => one.year === list.year)?.id === list.id;

const removalView = (one: ListPageParts['removals'][number]) => ({
  name: one.name,
  note: `${one.rank === null ? '' : `peringkat ${number(one.rank)}. `}${one.reason}`,
});

function yearLinks(parts: ListPageParts) {
  return parts.all
    .map((one) => {
      const newest = isNewest(parts, one);
      return {
        label: newest && one.edition === 1 ? String(one.year) : `${one.year}, edisi ${one.edition}`,
        href: lokusPaths.year(one.year, newest ? undefined : one.edition),
        current: one.id === parts.list.id,
      };
    })
    .reverse();
}

import { date, list, number } from '../core/format.js';
import type { Proposal } from '../matching/types.js';
import {
  cell,
  column,
  type ErrorSummary,
  errorSummary,
  type Field,
  field,
  options,
  type PageHead,
  pageHead,
  type Table,
  type TableRow,
  tableRow,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { fitWords, type Matched, needWords, pointWords } from './matched.js';
import { type AssignmentParts, isAhead, shownYear } from './parts.js';
import { assignmentPaths } from './paths.js';
import { type Fixed, withFixed, withoutFixed } from './proposals-address.js';

declare module '../web/render.js' {
  interface Views {
    'assignments/usulan': {
      head: PageHead;
      summary: ErrorSummary;
      /** Which rule leaves no proposal, and what would free it. */
      blocked: string[];
      table: Table;
      /** Accepts the proposals that are ticked; '' where there are none. */
      action: string;
      /** Chosen by hand, each with the address that lets it go. */
      fixed: { label: string; href: string }[];
      fix: { action: string; fields: Field[]; hidden: { name: string; value: string }[] } | null;
      points: { label: string; value: string }[];
      cancelHref: string;
    };
  }
}

/** What the page is asked with. */
interface Asked {
  fixed: Fixed;
  /** The village that is to be fixed next; '' for none. */
  village: string;
}

/** An OPD for every village that waits, with its reasons, before anything of it happens. */
export function proposalsPage(
  parts: AssignmentParts,
  matched: Matched,
  asked: Asked,
  errors: Record<string, string> = {},
): Reply {
  const { proposals, input } = matched;
  const year = shownYear(parts);
  const title = 'Usulan penugasan';
  const here = assignmentPaths.proposals(year);
  const model = {
    head: pageHead({
      crumbs: [{ label: 'Penugasan', href: assignmentPaths.year(year) }],
      title,
      lead: leadOf(parts, matched),
    }),
    summary: errorSummary(errors),
    blocked: matched.blocked,
    table: proposalTable(proposals, here, asked),
    action: proposals.length > 0 ? withFixed(here, asked.fixed) : '',
    fixed: input.fixed.map(([code, id]) => ({
      label: `${nameOf(input.villages, code)}: ${nameOf(input.agencies, id)}`,
      href: withoutFixed(here, asked.fixed, code),
    })),
    fix: input.villages.length > 0 ? fixForm(matched, year, asked) : null,
    points: pointsOf(matched),
    cancelHref: assignmentPaths.year(year),
  };
  const refused = Object.keys(errors).length > 0;
  return page('assignments/usulan', model, {
    title: refused ? `Galat: ${title}` : title,
    section: assignmentPaths.list,
  });
}

const nameOf = (all: { code?: string; id?: number; name: string }[], key: string | number) =>
  all.find((one) => one.code === key || one.id === key)?.name ?? '';

function leadOf(parts: AssignmentParts, { proposals, input }: Matched): string {
  const waiting = input.villages.length;
  if (waiting === 0) return 'Tidak ada desa yang menunggu OPD utama.';
  const from = isAhead(parts) ? date(parts.day) : 'hari ini';
  if (proposals.length === 0) return `${number(waiting)} desa menunggu OPD utama.`;
  const agencies = new Set(proposals.map((one) => one.lead.id)).size;
  return `${number(waiting)} desa mendapat OPD utama dari ${number(agencies)} OPD, mulai ${from}. Jumlah poin semuanya yang terbesar, tanpa melebihi kapasitas.`;
}

function proposalTable(proposals: Proposal[], here: string, { fixed }: Asked): Table {
  return {
    id: 'usulan',
    title: `${number(proposals.length)} usulan`,
    exports: [],
    filter: null,
    total: [],
    pager: null,
    note: '',
    columns: [
      column('Desa atau kelurahan', { phone: 'title' }),
      column('Kebutuhan terbesar'),
      column('Usulan', { phone: 'value' }),
      column('Alasan'),
      column('Berikutnya'),
    ],
    rows: proposals.map((one) => proposalRow(one, here, fixed)),
    empty: {
      title: 'Tidak ada usulan',
      text: 'Usulan muncul di sini bila ada desa lokus yang menunggu OPD utama dan OPD masih punya tempat.',
      action: null,
    },
  };
}

function proposalRow(one: Proposal, here: string, fixed: Fixed): TableRow {
  const { village, lead, fit, support, runnerUp } = one;
  const change = one.fixed
    ? { label: 'Lepas', href: withoutFixed(here, fixed, village.code) }
    : { label: 'Patok', href: `${withFixed(here, fixed, { desa: village.code })}#patok` };
  return tableRow(
    [
      cell({
        text: village.name,
        href: `/desa/${village.code}`,
        sub: `${village.kecamatan}, ${village.code}`,
      }),
      cell({ text: needWords(village) }),
      cell({
        text: lead.name,
        sub: support ? `dengan ${support.name} sebagai pendukung teknis` : '',
        tags: one.fixed ? [{ icon: 'lock-fill', label: 'Dipatok', tone: 'quiet' as const }] : [],
      }),
      cell({ text: pointWords(fit) }),
      cell(
        runnerUp
          ? { text: runnerUp.agency.name, sub: pointWords(runnerUp.fit) }
          : { text: '–', sub: 'tidak ada tempat lain' },
      ),
    ],
    { select: `${village.code}:${lead.id}:${support?.id ?? ''}`, picked: true, actions: [change] },
  );
}

/** One village and its OPD, chosen by hand; the rest is matched around it. */
function fixForm({ input }: Matched, year: number | null, { fixed, village }: Asked) {
  const villages = input.villages.map((one): [string, string] => [one.code, `${one.name}, ${one.kecamatan}`]);
  const agencies = input.agencies.map((one): [string, string] => [String(one.id), one.name]);
  return {
    action: assignmentPaths.proposals(),
    fields: [
      field({
        ...{ name: 'desa', label: 'Desa', type: 'select' },
        options: options([['', 'Pilih desa'], ...villages], village),
      }),
      field({
        ...{ name: 'opd', label: 'OPD utama', type: 'select' },
        options: options([['', 'Pilih OPD'], ...agencies], ''),
      }),
    ],
    hidden: [
      ...(year === null ? [] : [{ name: 'tahun', value: String(year) }]),
      ...fixed.map(([code, id]) => ({ name: 'patok', value: `${code}:${id}` })),
    ],
  };
}

const pointsOf = ({ input: { points } }: Matched) => {
  const [first, second, third] = points.needs;
  return [
    { label: 'OPD melayani kebutuhan terbesar desa', value: `${first}` },
    { label: 'kebutuhan terbesar kedua', value: `${second}` },
    { label: 'kebutuhan terbesar ketiga', value: `${third}` },
    { label: 'disebut SK lokus', value: `${points.decree}` },
    { label: 'pernah mendampingi desa itu', value: `${points.before}` },
    { label: 'kantor kecamatannya, atau sudah memimpin desa lain di sana', value: `${points.kecamatan}` },
    { label: 'OPD belum memimpin desa mana pun, sekali', value: `${points.first}` },
  ];
};

/** What stands beside a village in the list of those that wait. */
export const proposalCell = ({ proposals }: Matched, code: string) => {
  const one = proposals.find(({ village }) => village.code === code);
  if (!one) return { text: '–' };
  const support = one.support ? `, dengan ${one.support.name}` : '';
  return { text: one.lead.name, sub: `${fitWords(one.fit)}${support}` };
};

/** What was done, and what was left with the reason. */
export const acceptedWords = (done: string[], left: string[]) => ({
  title: `${number(done.length)} desa ditugaskan menurut usulan.`,
  text: left.length > 0 ? `Tidak: ${list(left)}` : '',
  tone: left.length > 0 ? ('warn' as const) : ('done' as const),
});

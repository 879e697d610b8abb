import {
  besideWords,
  countingNote,
  jointWords,
  moneyBesideWords,
  plannedWords,
} from '../activities/counting.js';
import { fundingBars } from '../activities/funding-view.js';
import { activityPaths } from '../activities/paths.js';
import { loadWords } from '../assignments/load.js';
import { roleWords } from '../assignments/taken.js';
import { date, inSentence, list, number, rupiah } from '../core/format.js';
import { type Actor, can } from '../policy.js';
import { cell, column, type PageHead, pageHead, type Table, tableRow } from '../web/components.js';
import { exportLinks } from '../web/list-page.js';
import { totalInWords } from '../web/list-rows.js';
import { page, type Reply } from '../web/reply.js';
import { reviewStatusView, workStatusView } from '../web/statuses.js';
import { isInForce, isOver } from '../wilayah/in-force.js';
import { kindWords } from './lists.js';
import type { AgencyFacts, AgencyResults, AgencyVillage, AgencyWork } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'agencies/satu': AgencyPage;
  }
}

interface AgencyPage {
  head: PageHead;
  facts: { label: string; value: string }[];
  /** Names it bore before, the newest first. */
  former: string[];
  related: { label: string; name: string; href: string }[];
  villages: Table;
  /** Newest activities and the way to all of them; null where the reader sees none. */
  work: { table: Table; href: string; all: string } | null;
  past: { name: string; href: string; note: string }[];
  results: { table: Table; funding: string } | null;
}

/** What an OPD accompanies, and what came of it; null where the reader sees none. */
interface AgencyRecord {
  villages: AgencyVillage[];
  results: AgencyResults | null;
  work: AgencyWork | null;
}

export function agencyPage(
  actor: Actor,
  agency: AgencyFacts,
  { villages, results, work }: AgencyRecord,
  today: Date,
): Reply {
  const open = villages.filter((one) => isInForce(termOf(one), today));
  const leads = open.filter((one) => one.role === 'LEAD').length;
  const model: AgencyPage = {
    head: headOf(actor, agency),
    facts: [
      { label: 'Jenis', value: kindWords[agency.kind] },
      {
        label: 'OPD utama di',
        value: `${loadWords({ leads, capacity: agency.capacity })} desa`,
      },
      { label: 'Melayani', value: servesWords(agency) },
    ],
    former: agency.formerNames.map((one) => `${one.name}, sampai ${date(one.until)}`),
    related: relatedOf(agency),
    villages: villageTable(open, work !== null, agency.validTo !== null && agency.validTo < today),
    work: work && workView(work),
    past: villages.filter((one) => isOver(termOf(one), today)).map(pastView),
    results: results && resultsView(results, agency.name),
  };
  return page('agencies/satu', model, { title: agency.shortName, section: '/opd' });
}

/** Which kinds of help it serves, and whether it delivers them by itself. */
function servesWords({ fields, technical }: AgencyFacts): string {
  const names = fields.map(({ category }) => inSentence(category.name));
  const what = names.length > 0 ? list(names) : 'belum dicatat';
  return technical ? what : `${what}; bukan OPD teknis`;
}

const headOf = (actor: Actor, agency: AgencyFacts): PageHead =>
  pageHead({
    crumbs: [{ label: 'OPD', href: '/opd' }],
    title: agency.name,
    subtitle: agency.shortName,
    statuses: agency.validTo
      ? [{ icon: 'slash-circle', label: `Berakhir ${date(agency.validTo)}`, tone: 'quiet' }]
      : [],
    actions: can(actor, 'agency.edit')
      ? [{ label: 'Ubah', href: `/acuan/opd/${agency.id}`, icon: 'pencil', primary: false }]
      : [],
  });

const relatedOf = ({ successor, predecessors }: AgencyFacts): AgencyPage['related'] => [
  ...(successor ? [{ label: 'Diteruskan', name: successor.name, href: `/opd/${successor.id}` }] : []),
  ...predecessors.map((one) => ({ label: 'Meneruskan', name: one.name, href: `/opd/${one.id}` })),
];

const termOf = (one: AgencyVillage) => ({ startsOn: one.starts_on, endsOn: one.ends_on });

const pastView = (one: AgencyVillage) => ({
  name: `${one.name}, ${one.kecamatan}`,
  href: `/desa/${one.code}`,
  note: `${roleWords[one.role]}, ${date(one.starts_on)} sampai ${date(one.ends_on)}${one.end_reason ? `. ${one.end_reason}` : ''}`,
});

const bare = { exports: [], filter: null, total: [], pager: null, note: '' };

function villageTable(open: AgencyVillage[], withWork: boolean, ended: boolean): Table {
  return {
    ...bare,
    id: 'desa',
    title: `Desa hari ini, ${number(open.length)}`,
    columns: [
      column('Desa atau kelurahan', { phone: 'title' }),
      column('Peran', { phone: 'value' }),
      column('Sejak'),
      ...(withWork ? [column('Laporan terakhir')] : []),
    ],
    rows: open.map((one) =>
      tableRow([
        cell({ text: one.name, href: `/desa/${one.code}`, sub: `${one.kecamatan}, ${one.code}` }),
        cell({ text: roleWords[one.role] }),
        cell({ text: date(one.starts_on) }),
        ...(withWork ? [cell({ text: one.last_report ? date(one.last_report) : 'belum ada' })] : []),
      ]),
    ),
    empty: {
      title: ended ? 'Tidak lagi mendampingi desa' : 'Belum mendampingi desa',
      text: ended
        ? 'OPD ini sudah berakhir. Penugasannya yang lalu ada di bawah.'
        : 'Desa muncul di sini setelah koordinator menugaskan OPD ini.',
      action: null,
    },
  };
}

function workView(work: AgencyWork): AgencyPage['work'] {
  const table: Table = {
    ...bare,
    id: 'kegiatan',
    title: 'Kegiatan terbaru',
    exports: work.total > 0 ? exportLinks(work.url) : [],
    columns: [
      column('Kegiatan', { phone: 'title' }),
      column('Tanggal', { phone: 'value' }),
      column('Desa'),
      column('Pekerjaan'),
      column('Laporan'),
    ],
    rows: work.rows.map((one) =>
      tableRow([
        cell({ text: one.title, href: activityPaths.one(one.id), sub: one.lines.join('\n') }),
        cell({ text: date(one.starts_on) }),
        cell({ text: one.village, sub: one.kecamatan }),
        cell({ status: workStatusView[one.work_status] }),
        cell({ status: reviewStatusView[one.review_status] }),
      ]),
    ),
    empty: {
      title: 'Belum ada kegiatan',
      text: 'Kegiatan muncul di sini setelah petugas OPD ini mencatatnya.',
      action: null,
    },
  };
  const all = work.total > work.rows.length ? `Lihat semua ${totalInWords(work.total)} kegiatan` : '';
  return { table, href: work.url.pathname + work.url.search, all };
}

function resultsView({ categories, funding }: AgencyResults, name: string): AgencyPage['results'] {
  const table: Table = {
    ...bare,
    id: 'hasil',
    title: 'Hasil menurut jenis bantuan',
    columns: [
      column('Jenis bantuan', { phone: 'title' }),
      column('Kegiatan', { numeric: true }),
      column('Didanai', { numeric: true }),
      column('Terealisasi', { numeric: true, phone: 'value' }),
      column('Dana terpakai', { numeric: true }),
    ],
    rows: categories.map((one) =>
      tableRow([
        cell({ text: one.name, sub: one.unit }),
        cell({
          text: number(one.activities),
          sub: [besideWords(one), jointWords(one)].filter(Boolean).join(', '),
        }),
        cell({ text: number(one.funded), sub: plannedWords(one) }),
        cell({ text: number(one.realised) }),
        cell({ text: rupiah(one.spent), sub: moneyBesideWords(one) }),
      ]),
    ),
    empty: {
      title: 'Belum ada kegiatan terverifikasi',
      text: 'Angka muncul di sini setelah koordinator memverifikasi.',
      action: null,
    },
    note: `${countingNote} Yang dikerjakan bersama OPD lain dihitung sebesar bagian OPD ini.`,
  };
  return { table, funding: fundingBars(funding, name) };
}

import { number } from '../core/format.js';
import { versionName } from '../datasets/kinds.js';
import type { DatasetVersion } from '../generated/prisma/client.js';
import { type Actor, can } from '../policy.js';
import { messages } from '../ranking/output.js';
import { writeParameters } from '../ranking/parameters.js';
import type { Ranking } from '../ranking/ranking.js';
import { roundTo } from '../ranking/round.js';
import type { RankedUnit } from '../ranking/types.js';
import {
  type ErrorSummary,
  errorSummary,
  field,
  type Link,
  type PageHead,
  pageHead,
  type Table,
} from '../web/components.js';
import { exportLinks, filterBar } from '../web/list-page.js';
import { page, type Reply } from '../web/reply.js';
import { nearWords, type SearchResult } from '../wilayah/search.js';
import { type WhatIf, whatIfHref } from './address.js';
import type { ListDifference } from './difference.js';
import type { Versions } from './input.js';
import { prioritasPaths } from './paths.js';
import { kecamatanPicture, type Picture, unitPicture } from './picture.js';
import { kecamatanTable, unitTable } from './rank-table.js';
import { type Settings, settingsOf } from './settings.js';
import { messageWords, parameterWords, selectionWords, sourceWords, weightWords } from './words.js';

declare module '../web/render.js' {
  interface Views {
    'prioritas/baru': WhatIfPage;
  }
}

interface Change {
  name: string;
  place: string;
  href: string;
  note: string;
}

interface WhatIfPage {
  head: PageHead;
  summary: ErrorSummary;
  settings: Settings;
  settingsWords: string;
  printWords: string;
  result: {
    finding: Finding;
    perDesa: boolean;
    picture: Picture;
    levels: { label: string; href: string; current: boolean }[];
    difference: { title: string; enters: Change[]; leaves: Change[] } | null;
    formula: string;
    warnings: string[];
    messages: string[];
    allHref: string;
    allLabel: string;
    table: Table;
    source: string;
    save: SaveModel | null;
  } | null;
}

/** The form that saves the result as a run. */
interface SaveModel {
  values: { name: string; value: string }[];
  name: string;
  error: string;
}

/** A what-if with its versions chosen, and what else its page was asked for. */
interface Shown extends Required<Omit<WhatIf, 'against'>> {
  /** Year of the official list it is compared with; missing while there is none. */
  against: number | undefined;
  /** Years of all official lists, newest first. */
  years: number[];
  /** All rows instead of the head and what stands around the cut. */
  all: boolean;
  /** The name of a run that could not be saved as typed. */
  name: { typed: string; error: string } | null;
}

export interface Result {
  versions: Versions;
  ranking: Ranking;
  difference: ListDifference | null;
  /** What the search found; null when nothing is searched. */
  found: SearchResult | null;
}

/** The what-if: settings beside their result. Without a result the settings could not be read. */
export function whatIfPage(
  actor: Actor,
  whatIf: Shown,
  versions: DatasetVersion[],
  result: Result | null,
): Reply {
  const title = 'Hitung prioritas';
  const errors = { ...whatIf.errors, ...(whatIf.name?.error ? { nama: whatIf.name.error } : {}) };
  const refused = Object.keys(errors).length > 0;
  const used = result ? [result.versions.desil1, result.versions.idm].filter((one) => one !== null) : [];
  const model: WhatIfPage = {
    head: pageHead({
      title,
      crumbs: [
        { label: 'Prioritas', href: prioritasPaths.list },
        { label: 'Hitung baru', href: '' },
      ],
    }),
    summary: errorSummary(errors as Record<string, string>),
    settings: settingsOf(whatIf, versions, whatIf.years),
    settingsWords: [...used.map(versionName), selectionWords(whatIf.parameters)].join(', '),
    printWords: `Pengaturan: ${parameterWords(whatIf.parameters)}.`,
    result: result && resultModel(actor, whatIf, result),
  };
  const reply = page('prioritas/baru', model, {
    title: refused ? `Galat: ${title}` : title,
    section: '/prioritas',
  });
  return refused && reply.kind === 'page' ? { ...reply, status: 422 } : reply;
}

function resultModel(actor: Actor, whatIf: Shown, result: Result): WhatIfPage['result'] {
  const { ranking, versions, difference, found } = result;
  const rows = ranking.rows();
  const { unit } = versions.desil1;
  const ids = { desil1Id: versions.desil1.id, idmId: versions.idm?.id ?? ('none' as const) };
  const compared: Record<string, string> =
    whatIf.against === whatIf.years[0] ? {} : { lokus: String(whatIf.against) };
  const href: Href = (more) => whatIfHref(whatIf.parameters, ids, { ...compared, ...more });
  const level: Record<string, string> = whatIf.level === 'kecamatan' ? { tingkat: 'kecamatan' } : {};
  const perDesa = whatIf.level === 'desa';
  const shownWhole = whatIf.all || !perDesa || found !== null;
  const exports = exportsOf(href, level, shownWhole);
  const allHref = `${href({ semua: 'ya' })}#peringkat`;
  const measure = whatIf.parameters.dasar === 'persen' ? 'persen penduduk' : unit;
  const kecamatan = perDesa ? [] : ranking.kecamatan();
  return {
    finding: findingOf(rows, difference),
    perDesa,
    picture: perDesa ? unitPicture(rows, measure) : kecamatanPicture(kecamatan, measure),
    levels: levelsOf(href, perDesa),
    difference: difference && perDesa ? differenceModel(difference) : null,
    formula: formula(ranking),
    ...notes(ranking),
    allHref: !shownWhole && rows.length > 50 ? allHref : '',
    allLabel: `Tampilkan semua ${number(rows.length)} peringkat`,
    table: perDesa
      ? unitTable(ranking, {
          unit,
          all: whatIf.all,
          found: found && new Set(found.codes),
          allHref,
          exports,
          ...searching(whatIf.search, href({}), found),
          official: difference && officialCodes(rows, difference),
        })
      : kecamatanTable(kecamatan, whatIf.parameters, unit, exports),
    source: `Sumber: ${[versions.desil1, versions.idm].flatMap((one) => (one ? [sourceWords(one)] : [])).join('; ')}.`,
    save: can(actor, 'ranking.save') ? saveModel(whatIf, result) : null,
  };
}

type Href = (more: Record<string, string>) => string;

const levelsOf = (href: Href, perDesa: boolean) => [
  { label: 'Desa dan kelurahan', href: href({}), current: perDesa },
  { label: 'Kecamatan', href: href({ tingkat: 'kecamatan' }), current: !perDesa },
];

/** Downloads of the result, and its paper; what is not shown whole is printed from the page that holds every row. */
const exportsOf = (href: Href, level: Record<string, string>, whole: boolean): Link[] => [
  ...exportLinks(new URL(href(level), 'http://portal')),
  { label: 'Cetak', href: whole ? '' : href({ cetak: 'ya' }) },
];

/** The small search over the result; the pinned settings stay in its address. */
function searching(search: string, whatIf: string, found: SearchResult | null) {
  const url = new URL(whatIf, 'http://portal');
  const filter = filterBar(
    url,
    [field({ name: 'cari', label: 'Cari nama atau kode', type: 'text', value: search, required: false })],
    whatIf,
  );
  const empty = found
    ? {
        title: `Tidak ada yang cocok dengan "${search}"`,
        text: nearWords(found.suggestions) || 'Periksa ejaannya, atau cari dengan kode.',
        action: { label: 'Hapus pencarian', href: whatIf },
      }
    : {
        title: 'Tidak ada yang dapat diperingkat',
        text: 'Setiap desa belum lengkap datanya. Alasannya ada di bawah.',
        action: null,
      };
  return { filter, empty };
}

/** The result in one sentence, its numbers apart so that they stand out. */
interface Finding {
  selected: string;
  changed: { year: string; enters: string; leaves: string } | null;
  fragile: string;
}

function findingOf(rows: RankedUnit[], difference: ListDifference | null): Finding {
  const selected = rows.filter((row) => row.selected).length;
  const fragile = rows.filter((row) => row.fragile).length;
  return {
    selected: `${number(selected)} dari ${number(rows.length)}`,
    changed: difference && {
      year: String(difference.year),
      enters: `${number(difference.enters.length)} masuk`,
      leaves: `${number(difference.leaves.length)} keluar`,
    },
    fragile: fragile > 0 ? `${number(fragile)} rapuh` : '',
  };
}

function officialCodes(rows: RankedUnit[], difference: ListDifference): Set<string> {
  const entering = new Set(difference.enters.map((row) => row.code));
  const stays = rows.filter((row) => row.selected && !entering.has(row.code)).map((row) => row.code);
  return new Set([...stays, ...difference.leaves.map((row) => row.code)]);
}

function differenceModel(difference: ListDifference) {
  const place = (rank: number | null, fragile: boolean) =>
    rank === null ? 'tidak diperingkat' : `peringkat ${number(rank)}${fragile ? ', rapuh' : ''}`;
  return {
    title: `Yang berubah terhadap lokus ${difference.year}`,
    enters: difference.enters.map((row) => ({
      name: row.name,
      place: row.kecamatanName,
      href: `/desa/${row.code}`,
      note: place(row.rank, row.fragile),
    })),
    leaves: difference.leaves.map((row) => ({
      name: row.name,
      place: row.kecamatan,
      href: `/desa/${row.code}`,
      note: place(row.rank, false),
    })),
  };
}

function formula(ranking: Ranking): string {
  const { bobotIdm, normalisasi, metode } = ranking.parameters;
  const scale = normalisasi === 'minmax' ? 'keduanya diskalakan 0 sampai 1' : 'keduanya sebagai persentil';
  const order = metode === 'kuadran' ? ' Kuadran didahulukan, lalu skor.' : '';
  return `Skor = ${weightWords(roundTo(1 - bobotIdm, 6))} × desil 1 + ${weightWords(bobotIdm)} × kebalikan IDM, ${scale}.${order}`;
}

function notes(ranking: Ranking) {
  const said = messages(ranking);
  const isWarning = (line: string) => line.startsWith('peringatan: ');
  return {
    warnings: said.filter(isWarning).map(messageWords),
    messages: said.filter((line) => !isWarning(line)).map(messageWords),
  };
}

function saveModel(whatIf: Shown, { versions }: Result): SaveModel {
  const values = {
    ...writeParameters(whatIf.parameters),
    desil1: String(versions.desil1.id),
    idm: versions.idm ? String(versions.idm.id) : 'tanpa',
  };
  return {
    values: Object.entries(values).map(([name, value]) => ({ name, value })),
    name: whatIf.name?.typed ?? `${versionName(versions.desil1)}, ${selectionWords(whatIf.parameters)}`,
    error: whatIf.name?.error ?? '',
  };
}

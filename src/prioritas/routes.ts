import { z } from 'zod';
import { invalid, notFound } from '../core/problem.js';
import type { DatasetVersion } from '../generated/prisma/client.js';
import type { Actor } from '../policy.js';
import { printed } from '../ranking/output.js';
import { type ParameterName, parameterNames, readParameters } from '../ranking/parameters.js';
import { pageHead } from '../web/components.js';
import { aboutTable, formatChoice } from '../web/export.js';
import { rowId, text } from '../web/form.js';
import { listRow } from '../web/list-row.js';
import { page, type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import type { Services } from '../web/services.js';
import { searchVillages } from '../wilayah/search.js';
import { readWhatIf, whatIfHref } from './address.js';
import { againstOfficial, officialYears } from './difference.js';
import { download } from './download.js';
import { chosen, rankVersions, unitCount, unsuitable, versionsOf } from './input.js';
import { runList } from './lists.js';
import { prioritasPaths } from './paths.js';
import { runRows } from './run-routes.js';
import { saveRun } from './runs.js';
import { whatIfPage } from './what-if-view.js';
import { parameterWords } from './words.js';

const SaveForm = z.object({
  nama: text('Nama hitungan', 120),
  desil1: rowId,
  idm: z.union([z.literal('tanpa'), rowId]),
  ...Object.fromEntries(parameterNames.map((name) => [name, z.string().optional()])),
});

export const prioritasRows: AnyRow[] = [
  listRow(runList),
  row({
    method: 'post',
    path: '/prioritas',
    allow: 'ranking.save',
    body: SaveForm,
    handle: async ({ app, actor, body, typed }) => {
      const all = await versionsOf(app.db, actor);
      const versions = chosen(all, body.desil1, body.idm === 'tanpa' ? 'none' : body.idm);
      const { parameters, errors } = readParameters(typed as Partial<Record<ParameterName, string>>);
      if (!versions || Object.keys(errors).length > 0) throw invalid(errors as Record<string, string>);
      const id = await saveRun(app.database, actor, {
        name: body.nama,
        versions,
        parameters,
        createdAt: app.clock.now(),
      });
      return redirect(prioritasPaths.run(id), {
        title: 'Hitungan disimpan.',
        text: 'Pengaturan, versi data, dan hasilnya tidak dapat berubah lagi.',
      });
    },
    invalid: ({ app, actor, typed }, errors) => {
      const name = { typed: String(typed.nama ?? ''), error: errors.nama ?? '' };
      return whatIf(app, actor, new URLSearchParams(typed as Record<string, string>), name);
    },
  }),
  row({
    method: 'get',
    path: '/prioritas/baru',
    allow: 'ranking.read',
    handle: ({ app, actor, url }) => whatIf(app, actor, url.searchParams, null),
  }),
  ...runRows,
];

/** The what-if of an address; `name` is that of a run which could not be saved as typed. */
async function whatIf(
  app: Services,
  actor: Actor,
  query: URLSearchParams,
  name: { typed: string; error: string } | null,
): Promise<Reply> {
  const asked = readWhatIf(query);
  const all = await versionsOf(app.db, actor);
  const newest = newestOf(all, await unitCount(app.db, actor));
  if (newest === null) return noDataPage();
  const { desil1Id = newest.desil1Id, idmId = newest.idmId } = asked;
  const pinned = asked.desil1Id !== undefined && asked.idmId !== undefined && !query.has('batas');
  if (!pinned && Object.keys(asked.errors).length === 0) {
    return redirect(whatIfHref(asked.parameters, { desil1Id, idmId }, kept(query)));
  }
  const versions = chosen(all, desil1Id, idmId);
  if (!versions)
    throw notFound('Versi data di alamat ini tidak ada. Buka Prioritas untuk memakai yang terbaru.');
  Object.assign(asked.errors, unsuitable(versions, asked.parameters));
  const whole = query.has('semua') || query.has('cetak');
  const years = await officialYears(app.db, actor);
  const against = years.find((year) => year === asked.against) ?? years[0];
  const shown = { ...asked, desil1Id, idmId, against, years, all: whole, name };
  if (Object.keys(asked.errors).length > 0) return whatIfPage(actor, shown, all, null);
  const ranking = await rankVersions(app.db, versions, asked.parameters);
  const format = formatChoice.parse(query.get('format'));
  if (format !== 'html') {
    const what = `Hitungan yang tidak disimpan, ${asked.level === 'desa' ? 'desa dan kelurahan' : 'kecamatan'}`;
    const about = aboutTable(app, { what, filter: `${parameterWords(asked.parameters)}.` });
    return download(format, printed(ranking, asked.level), about);
  }
  return whatIfPage(actor, shown, all, {
    versions,
    ranking,
    difference: await againstOfficial(app.db, actor, ranking, against),
    found: asked.search === '' ? null : await searchVillages(app.db, actor, asked.search),
  });
}

/**
 * The newest figures in jiwa, else the newest at all, and the newest IDM; null without any. A file that covers less than
 * half of the units is passed over while another covers more.
 */
function newestOf(all: DatasetVersion[], units: number): { desil1Id: number; idmId: number | 'none' } | null {
  const covering = (kind: DatasetVersion['kind']) => {
    const there = all.filter((version) => version.kind === kind);
    const wide = there.filter((version) => version.rowCount * 2 >= units);
    return wide.length > 0 ? wide : there;
  };
  const figures = covering('DESIL1');
  const desil1 = figures.find((version) => version.unit === 'jiwa') ?? figures[0];
  return desil1 ? { desil1Id: desil1.id, idmId: covering('IDM')[0]?.id ?? 'none' } : null;
}

/** What an address says beside the settings. */
function kept(query: URLSearchParams): Record<string, string> {
  const more: Record<string, string> = {};
  for (const name of ['format', 'semua', 'cetak', 'cari', 'tingkat', 'lokus']) {
    const value = query.get(name);
    if (value) more[name] = value;
  }
  return more;
}

function noDataPage(): Reply {
  const table = {
    id: 'hitungan',
    title: '',
    exports: [],
    filter: null,
    columns: [],
    rows: [],
    total: [],
    pager: null,
    empty: {
      title: 'Belum ada data untuk dihitung',
      text: 'Unggah data desil 1 dan IDM dahulu; hitungan pertama langsung dapat dibuka sesudahnya.',
      action: { label: 'Buka data', href: '/data' },
    },
    note: '',
  };
  const head = pageHead({
    title: 'Hitung prioritas',
    crumbs: [{ label: 'Prioritas', href: prioritasPaths.list }],
  });
  return page(
    'web/daftar',
    { head, notices: [], tabs: [], table },
    { title: 'Hitung prioritas', section: '/prioritas' },
  );
}

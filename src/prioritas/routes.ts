import { z } from 'zod';
import type { DatasetVersion } from '../generated/prisma/client.js';
import { printed, toCsv, toJson } from '../ranking/output.js';
import { type ParameterName, parameterNames, readParameters } from '../ranking/parameters.js';
import { pageHead } from '../web/components.js';
import { exportListing, exportRows } from '../web/export.js';
import { rowId, text } from '../web/form.js';
import { readPage, readState } from '../web/listing.js';
import { invalid, notFound } from '../web/problem.js';
import { file, page, type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { readWhatIf, type WhatIf, whatIfHref } from './address.js';
import { againstOfficial } from './difference.js';
import { chosen, rankVersions, type Versions, versionsOf } from './input.js';
import { resultListing, resultsFrom, runListing, runsFrom } from './listings.js';
import { prioritasPaths } from './paths.js';
import { findRun, type Run } from './queries.js';
import { runPage, runsPage } from './run-view.js';
import { saveRun } from './runs.js';
import { whatIfPage } from './what-if-view.js';

const SaveForm = z.object({
  nama: text('Nama hitungan', 120),
  desil1: rowId,
  idm: z.union([z.literal('tanpa'), rowId]),
  ...Object.fromEntries(parameterNames.map((name) => [name, z.string().optional()])),
});

export const prioritasRows: AnyRow[] = [
  row({
    method: 'get',
    path: '/prioritas',
    allow: 'ranking.read',
    handle: async ({ app, actor, url }) => {
      const state = readState(runListing, url);
      const from = runsFrom(actor, state.filters);
      if (state.format !== 'html') return exportListing(app.db, runListing, state, from);
      return runsPage(actor, await readPage(app.db, runListing, state, from));
    },
  }),
  row({
    method: 'post',
    path: '/prioritas',
    allow: 'ranking.save',
    body: SaveForm,
    handle: async ({ app, actor, body, typed }) => {
      const all = await versionsOf(app.db, actor.regionCode);
      const versions = chosen(all, body.desil1, body.idm === 'tanpa' ? 'none' : body.idm);
      const { parameters, errors } = readParameters(typed as Partial<Record<ParameterName, string>>);
      if (!versions || Object.keys(errors).length > 0) throw invalid(errors as Record<string, string>);
      const id = await saveRun(app.database, actor, body.nama, versions, parameters, app.clock.now());
      return redirect(prioritasPaths.run(id), {
        title: 'Hitungan disimpan.',
        text: 'Pengaturan, versi data, dan hasilnya tidak dapat berubah lagi.',
      });
    },
    invalid: (_context, errors) =>
      redirect(prioritasPaths.whatIf, {
        title: 'Belum disimpan.',
        text: Object.values(errors)[0] ?? '',
        tone: 'warn',
      }),
  }),
  row({
    method: 'get',
    path: '/prioritas/baru',
    allow: 'ranking.read',
    handle: async ({ app, actor, url }) => {
      const whatIf = readWhatIf(url.searchParams);
      const all = await versionsOf(app.db, actor.regionCode);
      const pinned = pin(whatIf, all, url);
      if (pinned) return pinned;
      const versions = chosen(all, whatIf.desil1Id, whatIf.idmId);
      if (!versions)
        throw notFound('Versi data di alamat ini tidak ada. Buka Prioritas untuk memakai yang terbaru.');
      refusePercentOfFamilies(whatIf, versions);
      if (Object.keys(whatIf.errors).length > 0) return whatIfPage(actor, whatIf, all, null, false);
      const ranking = await rankVersions(app.db, versions, whatIf.parameters);
      const format = url.searchParams.get('format');
      if (format === 'csv')
        return file('peringkat.csv', 'text/csv; charset=utf-8', toCsv(ranking, whatIf.level));
      if (format === 'json')
        return file(null, 'application/json; charset=utf-8', toJson(ranking, whatIf.level));
      if (format === 'xlsx') return workbook(printed(ranking, whatIf.level));
      const difference = await againstOfficial(app.db, actor.regionCode, ranking);
      return whatIfPage(actor, whatIf, all, { versions, ranking, difference }, url.searchParams.has('semua'));
    },
  }),
  row({
    method: 'get',
    path: '/prioritas/:id',
    allow: 'ranking.read',
    params: z.object({ id: rowId }),
    load: ({ app, actor, params }) => findRun(app.db, actor, params.id),
    handle: async ({ app, actor, loaded: run, url }) => {
      const state = readState(resultListing, url);
      const from = resultsFrom(run.id, state.filters);
      if (state.format !== 'html') return exportListing(app.db, resultListing, state, from);
      const kecamatan = await app.db.kecamatan.findMany({
        where: { regionCode: actor.regionCode },
        orderBy: { name: 'asc' },
      });
      const repeated = same(
        run,
        await rankVersions(
          app.db,
          { desil1: run.desil1Version, idm: run.idmVersion },
          readParameters(run.parameters as Record<ParameterName, string>).parameters,
        ),
      );
      return runPage(actor, run, await readPage(app.db, resultListing, state, from), kecamatan, repeated);
    },
  }),
];

/** Without versions in the address, or with the form's two selection fields, leads to the pinned address. */
function pin(whatIf: WhatIf, all: DatasetVersion[], url: URL): Reply | null {
  const newest = (kind: string) => all.find((version) => version.kind === kind)?.id;
  const desil1Id =
    whatIf.desil1Id ??
    all.find((one) => one.kind === 'DESIL1' && one.unit === 'jiwa')?.id ??
    newest('DESIL1');
  if (desil1Id === undefined) return noDataPage();
  const pinned = whatIf.desil1Id !== null && whatIf.idmId !== null && !url.searchParams.has('batas');
  if (pinned || Object.keys(whatIf.errors).length > 0) return null;
  const more: Record<string, string> = {};
  for (const name of ['format', 'semua', 'tingkat']) {
    const value = url.searchParams.get(name);
    if (value) more[name] = value;
  }
  const idmId = whatIf.idmId ?? newest('IDM') ?? 'none';
  return redirect(whatIfHref(whatIf.parameters, { desil1Id, idmId }, more));
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
  return page('prioritas/daftar', { head, table }, { title: 'Hitung prioritas', section: '/prioritas' });
}

function refusePercentOfFamilies(whatIf: WhatIf, { desil1 }: Versions): void {
  if (whatIf.parameters.dasar === 'persen' && desil1.unit !== 'jiwa') {
    whatIf.errors.dasar = `Persen membagi dengan jumlah penduduk, sedangkan data ini dalam ${desil1.unit}. Pilih Jumlah, atau data dalam jiwa.`;
  }
}

function workbook({ names, rows }: ReturnType<typeof printed>): Reply {
  const columns = names.map((key, at) => ({
    key,
    value: (cells: (typeof rows)[number]) => {
      const { text: value, kind } = cells[at] as (typeof cells)[number];
      if (value === '') return null;
      return kind === 'number' ? Number(value) : value;
    },
  }));
  return exportRows('peringkat', 'xlsx', columns, rows);
}

/** Whether a fresh ranking holds exactly the stored rows. */
function same(run: Run, ranking: Awaited<ReturnType<typeof rankVersions>>): boolean {
  const rows = ranking.rows();
  return (
    rows.length === run.results.length &&
    run.results.every((stored, at) => {
      const fresh = rows[at];
      return (
        fresh?.code === stored.villageCode &&
        fresh.score6 === stored.score6 &&
        fresh.rank === stored.rank &&
        fresh.selected === stored.selected
      );
    })
  );
}

import { z } from 'zod';
import { createAgency, refuseAgency, updateAgency } from '../agencies/edit.js';
import { mergerWords, merges } from '../agencies/merge.js';
import { findAgency } from '../agencies/queries.js';
import { editAgency } from '../agencies/subject.js';
import { openAssignments } from '../agencies/succeed.js';
import { number } from '../core/format.js';
import type { Category } from '../generated/prisma/client.js';
import { AgencyKind } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { inScope } from '../scope.js';
import {
  checkbox,
  dateField,
  manyStrings,
  optionalCount,
  optionalDate,
  optionalRowId,
  optionalRupiah,
  rowId,
  text,
} from '../web/form.js';
import { tabbedRow } from '../web/list-row.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { verbRow } from '../web/verb.js';
import { createCategory, editCategory, updateCategory } from './categories.js';
import { agencyFormPage, categoryFormPage, mergePage } from './forms.js';
import { reference } from './lists.js';

const AgencyBody = z
  .object({
    nama: text('Nama'),
    singkatan: text('Singkatan', 30),
    jenis: z.enum(AgencyKind, 'Pilih jenis.'),
    kapasitas: optionalCount('Kapasitas', 500),
    mulai: dateField('Tanggal mulai'),
    sampai: optionalDate('Hari terakhir'),
    penerus: optionalRowId,
    teknis: checkbox,
    melayani: manyStrings.transform((codes) => [...new Set(codes)]),
    sejak: optionalDate('Berlaku sejak'),
    setuju: checkbox,
  })
  .transform((body) => ({
    form: {
      name: body.nama,
      shortName: body.singkatan,
      kind: body.jenis,
      capacity: body.kapasitas,
      validFrom: body.mulai,
      validTo: body.sampai,
      successorId: body.penerus,
      technical: body.teknis,
      serves: body.melayani,
    },
    since: body.sejak,
    agreed: body.setuju,
  }));

const price = (label: string) =>
  optionalRupiah(label).transform((value) => (value === null ? null : BigInt(value)));
const CategoryFields = z.object({
  nama: text('Nama', 100),
  satuan: text('Satuan', 30),
  strategi: z.enum(['A', 'B', 'C']).nullable().catch(null),
  layanan: checkbox,
  orang: checkbox,
  terendah: price('Harga terendah'),
  tertinggi: price('Harga tertinggi'),
  aktif: checkbox,
  sejak: optionalDate('Berlaku sejak'),
});
const formOf = (body: z.output<typeof CategoryFields>) => ({
  name: body.nama,
  unit: body.satuan,
  strategy: body.strategi,
  basicService: body.layanan,
  countsPeople: body.orang,
  priceLow: body.terendah,
  priceHigh: body.tertinggi,
  active: body.aktif,
});
const NewCategory = CategoryFields.extend({
  kode: text('Kode', 5)
    .transform((value) => value.toUpperCase())
    .pipe(z.string().regex(/^[A-Z]{2,5}$/, 'Kode dua sampai lima huruf besar, misalnya AIR.')),
});

interface Asking {
  app: Services;
  actor: Actor;
}

const NONE = -1;
/** What the form of an OPD needs besides it. */
const formParts = async ({ app, actor }: Asking, id: number | null) => ({
  others: await app.db.agency.findMany({
    where: await inScope({ db: app.db, actor }, 'agency.list'),
    orderBy: { shortName: 'asc' },
  }),
  categories: await app.db.category.findMany({
    where: { OR: [{ active: true }, { agencies: { some: { agencyId: id ?? NONE } } }] },
    orderBy: { position: 'asc' },
  }),
  open: id === null ? 0 : await openAssignments(app.db, id, today(app.clock)),
  today: today(app.clock),
});

const onAgency = {
  path: '/acuan/opd/:id',
  params: z.object({ id: rowId }),
  load: ({ app, actor, params }: Asking & { params: { id: number } }) =>
    findAgency({ db: app.db, actor }, 'agency.edit', params.id),
};

const agencyRoutes: AnyRow[] = [
  row({
    method: 'get',
    path: '/acuan/opd/baru',
    allow: 'agency.edit',
    handle: async (asking) => agencyFormPage(null, await formParts(asking, null)),
  }),
  row({
    method: 'post',
    path: '/acuan/opd/baru',
    allow: 'agency.edit',
    body: AgencyBody,
    handle: async ({ app, actor, body }) => {
      await createAgency(app.database, actor, body.form);
      return redirect('/acuan', { title: `${body.form.shortName} ditambahkan.` });
    },
    invalid: async (asking, errors) =>
      agencyFormPage(null, await formParts(asking, null), asking.typed, errors),
  }),
  row({
    ...onAgency,
    method: 'get',
    allow: 'agency.edit',
    handle: async (asking) => agencyFormPage(asking.loaded, await formParts(asking, asking.loaded.id)),
  }),
  verbRow(editAgency, {
    ...onAgency,
    body: AgencyBody,
    handle: async ({ app, loaded, typed }, { doing, target, body }) => {
      if (merges(loaded, body.form) && !body.agreed) {
        await refuseAgency(app.db, loaded, loaded.id, body.form);
        return mergePage(loaded, await mergerWords(app.db, loaded, body.form, today(app.clock)), typed);
      }
      const moved = await updateAgency(doing, target.id, body);
      return redirect('/acuan', {
        title: `${body.form.shortName} disimpan.`,
        text: moved > 0 ? `${number(moved)} penugasan diteruskan penerusnya.` : '',
      });
    },
    invalid: async (asking, errors) =>
      agencyFormPage(asking.loaded, await formParts(asking, asking.loaded.id), asking.typed, errors),
  }),
];

const categoryParts = async (app: Services, categoryCode: string | null) => ({
  used: categoryCode === null ? 0 : await app.db.activityLine.count({ where: { categoryCode } }),
  today: today(app.clock),
});
const onCategory = {
  path: '/acuan/kategori/:kode',
  params: z.object({ kode: z.string().max(10) }),
  load: async ({ app, params }: { app: Services; params: { kode: string } }) => {
    const found = (await app.db.category.findUnique({ where: { code: params.kode } })) as Category | null;
    return found && { ...found, id: found.code };
  },
};

export const acuanRows: AnyRow[] = [
  tabbedRow(reference),
  ...agencyRoutes,
  row({
    method: 'get',
    path: '/acuan/kategori/baru',
    allow: 'category.edit',
    handle: async ({ app }) => categoryFormPage(null, await categoryParts(app, null)),
  }),
  row({
    method: 'post',
    path: '/acuan/kategori/baru',
    allow: 'category.edit',
    body: NewCategory,
    handle: async ({ app, actor, body }) => {
      await createCategory(app.database, actor, body.kode, formOf(body));
      return redirect('/acuan?bagian=kategori', { title: `${body.nama} ditambahkan.` });
    },
    invalid: async ({ app, typed }, errors) =>
      categoryFormPage(null, await categoryParts(app, null), typed, errors),
  }),
  row({
    ...onCategory,
    method: 'get',
    allow: 'category.edit',
    handle: async ({ app, loaded }) => categoryFormPage(loaded, await categoryParts(app, loaded.code)),
  }),
  verbRow(editCategory, {
    ...onCategory,
    body: CategoryFields,
    handle: async (_context, { doing, target, body }) => {
      await updateCategory(doing, target.id, { form: formOf(body), since: body.sejak });
      return redirect('/acuan?bagian=kategori', { title: `${body.nama} disimpan.` });
    },
    invalid: async ({ app, loaded, typed }, errors) =>
      categoryFormPage(loaded, await categoryParts(app, loaded.code), typed, errors),
  }),
];

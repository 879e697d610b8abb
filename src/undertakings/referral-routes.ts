import { z } from 'zod';
import { isoDate, plusDays } from '../core/format.js';
import { type PageHead, pageHead } from '../web/components.js';
import { dateField, optionalCount, text } from '../web/form.js';
import { type FieldGiven, formPage, typedFields } from '../web/form-page.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { today } from '../web/services.js';
import { doingOf } from '../web/verb.js';
import { undertakingPaths } from './paths.js';
import { askable, refer, referralPlaces } from './referral.js';

const AgencyId = text('OPD yang diminta', 10)
  .transform(Number)
  .pipe(z.number('Pilih OPD dari daftar.').int('Pilih OPD dari daftar.').positive().max(2_147_483_647));

const Form = z.object({
  desa: text('Desa', 20),
  jenis: text('Jenis bantuan', 10),
  jumlah: optionalCount('Jumlah'),
  permintaan: text('Yang diminta', 300),
  batas: dateField('Batas waktu'),
  kepada: AgencyId,
});

type Asking = Pick<Context<'signed-in', unknown, unknown, unknown, undefined>, 'app' | 'actor'>;

/** A month to answer and to begin, where nobody says otherwise. */
const USUAL_DAYS = 30;

const head = (): PageHead =>
  pageHead({
    crumbs: [{ label: 'Komitmen', href: undertakingPaths.list }],
    title: 'Rujuk kebutuhan ke OPD lain',
    lead: 'OPD yang menerima menjadi pendukung desa sejak hari itu. Yang dirujuk disimpan seperti keadaannya hari ini.',
  });

const pick = (word: string, entries: [string, string][]): [string, string][] => [['', word], ...entries];

async function referralForm(
  { app, actor }: Asking,
  typed: Record<string, unknown>,
  errors: Record<string, string>,
): Promise<Reply> {
  const day = today(app.clock);
  const [places, categories, agencies] = await Promise.all([
    referralPlaces(app.db, actor, day),
    app.db.category.findMany({ where: { active: true }, orderBy: { position: 'asc' } }),
    askable(app.db, actor, day),
  ]);
  const input = typedFields(typed, errors);
  const villages = places.map((one): [string, string] => [one.code, `${one.name}, ${one.kecamatan}`]);
  const kinds = categories.map((one): [string, string] => [one.code, `${one.name} (${one.unit})`]);
  const others = agencies.map((one): [string, string] => [String(one.id), one.shortName]);
  return formPage({
    head: head(),
    fields: [
      input({ name: 'desa', label: 'Desa', type: 'select', choices: pick('Pilih desa', villages) }),
      input({ name: 'jenis', label: 'Jenis bantuan', type: 'select', choices: pick('Pilih jenis', kinds) }),
      ...asked(day).map(input),
      input({
        name: 'kepada',
        label: 'OPD yang diminta',
        type: 'select',
        choices: pick('Pilih OPD', others),
      }),
    ],
    errors,
    action: undertakingPaths.refer,
    submit: 'Rujuk',
    section: undertakingPaths.list,
  });
}

/** How much of what, and until when. */
const asked = (day: Date): FieldGiven[] => [
  {
    name: 'jumlah',
    label: 'Jumlah',
    type: 'number',
    required: false,
    hint: 'Dalam satuan jenis bantuan itu.',
  },
  {
    name: 'permintaan',
    label: 'Yang diminta',
    type: 'textarea',
    hint: 'Misalnya: sambungkan air untuk RT 02 dan 03. Tanpa nama atau NIK warga.',
  },
  { name: 'batas', label: 'Batas waktu', type: 'date', value: isoDate(plusDays(day, USUAL_DAYS)) },
];

export const referralRows: AnyRow[] = [
  row({
    method: 'get',
    path: undertakingPaths.refer,
    allow: 'undertaking.refer',
    handle: (asking) => referralForm(asking, Object.fromEntries(asking.url.searchParams), {}),
  }),
  row({
    method: 'post',
    path: undertakingPaths.refer,
    allow: 'undertaking.refer',
    body: Form,
    handle: async (asking) => {
      const { desa, jenis, jumlah, permintaan, batas, kepada } = asking.body;
      const id = await refer(doingOf(asking), {
        ...{ villageCode: desa, categoryCode: jenis, agencyId: kepada },
        ...{ what: permintaan, quantity: jumlah === 0 ? null : jumlah, dueOn: batas },
      });
      return redirect(undertakingPaths.one(id), {
        title: 'Kebutuhan dirujuk.',
        text: 'OPD yang diminta melihatnya di Beranda dan menjawab terima atau tolak.',
      });
    },
    invalid: (asking, errors, problem) => referralForm(asking, asking.typed, formErrors(errors, problem)),
  }),
];

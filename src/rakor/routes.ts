import { z } from 'zod';
import { date } from '../core/format.js';
import { type FieldErrors, invalid } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { ofRegion } from '../scope.js';
import { pointChoices, readPoints, typedPoints } from '../undertakings/points.js';
import { dateField, optionalText, text } from '../web/form.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, type Context, formErrors, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { doingOf } from '../web/verb.js';
import { holdMeeting } from './meeting.js';
import { type Rakor, rakorPage, unsent } from './page.js';
import { rakorPaths } from './paths.js';

const Query = z.object({
  kecamatan: z.string().max(20).catch(''),
  opd: z.coerce.number().int().positive().max(2_147_483_647).catch(0),
});
type Query = z.output<typeof Query>;

/** What a rakor is about: the own OPD for its officer, a kecamatan, an OPD; the whole where nothing of it is known. */
async function rakorOf(app: Services, actor: Actor, { kecamatan, opd }: Query): Promise<Rakor> {
  const here = ofRegion(actor);
  if (actor.agencyId === null && kecamatan !== '') {
    const found = await app.db.kecamatan.findFirst({ where: { ...here, code: kecamatan } });
    if (found) return { kecamatanCode: found.code, agencyId: null, name: `rakor Kecamatan ${found.name}` };
  }
  const found = await app.db.agency.findFirst({ where: { ...here, id: actor.agencyId ?? opd } });
  if (found) return { kecamatanCode: null, agencyId: found.id, name: `rakor ${found.shortName}` };
  return { kecamatanCode: null, agencyId: null, name: 'rakor kabupaten' };
}

const hrefOf = ({ kecamatanCode, agencyId }: Rakor) =>
  rakorPaths.page + (kecamatanCode ? `?kecamatan=${kecamatanCode}` : agencyId ? `?opd=${agencyId}` : '');

const Form = z.object({
  judul: text('Nama rakor', 120),
  tanggal: dateField('Tanggal rakor'),
  catatan: optionalText('Catatan', 1000),
});

type Asking = Pick<Context<'signed-in', unknown, unknown, unknown, undefined>, 'app' | 'actor' | 'typed'>;

/** Stores a rakor with its action points. @throws Problem `invalid` with everything that is wrong at its field. */
async function hold(asking: Asking, rakor: Rakor): Promise<Reply> {
  const { app, actor, typed } = asking;
  const day = today(app.clock);
  const errors: FieldErrors = {};
  const head = Form.safeParse(typed);
  for (const issue of head.error?.issues ?? []) errors[issue.path.join('.')] ??= issue.message;
  const heldOn = head.data?.tanggal ?? day;
  if (heldOn > day) errors.tanggal = `${date(heldOn)} belum tiba. Isi hari rakornya.`;
  const choices = await pointChoices(app.db, actor, day, rakor.kecamatanCode);
  const points = readPoints(typedPoints(typed), choices, heldOn, errors);
  if (Object.keys(errors).length > 0 || !head.success) throw invalid(errors);
  const { kecamatanCode, agencyId } = rakor;
  const held = { kecamatanCode, agencyId, heldOn, title: head.data.judul, note: head.data.catatan };
  const count = await holdMeeting(doingOf(asking), held, points);
  return redirect(hrefOf(rakor), {
    title: `Rakor dicatat, ${count} tindak lanjut.`,
    text: 'Penanggung jawabnya melihatnya di Beranda.',
  });
}

export const rakorRows: AnyRow[] = [
  row({
    method: 'get',
    path: rakorPaths.page,
    allow: 'rakor.read',
    query: Query,
    handle: async (asking) =>
      rakorPage(asking, await rakorOf(asking.app, asking.actor, asking.query), unsent),
  }),
  row({
    method: 'post',
    path: rakorPaths.page,
    allow: 'rakor.write',
    handle: async (asking) => {
      const rakor = await rakorOf(asking.app, asking.actor, Query.parse(asking.typed));
      if (asking.typed.aksi === 'tambah')
        return rakorPage(asking, rakor, { typed: asking.typed, errors: {}, more: true });
      return hold(asking, rakor);
    },
    invalid: async (asking, errors, problem) => {
      const rakor = await rakorOf(asking.app, asking.actor, Query.parse(asking.typed));
      const sent = { typed: asking.typed, errors: formErrors(errors, problem), more: false };
      return rakorPage(asking, rakor, sent);
    },
  }),
];

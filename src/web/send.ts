import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { moment } from '../core/format.js';
import { type Actor, roleLabels } from '../policy.js';
import { leavePlace } from './admission.js';
import { formToken } from './csrf.js';
import { rememberCsv } from './csv-first.js';
import { type Badges, navigation } from './navigation.js';
import { formIdOf, withFormIds } from './once.js';
import { render } from './render.js';
import type { Flash, Frame, Reply } from './reply.js';
import type { Services } from './services.js';

/** A request, who asks, and where the answer goes. */
interface Asking {
  req: Request;
  res: Response;
  services: Services;
  actor: Actor | null;
}

/** Sends a handler's answer. Writes nothing of its own except a flash line taken from the session. */
export async function send({ req, res, services, actor }: Asking, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'page': {
      const html = await document(req, services, actor, reply);
      // A stranger's page is named by what it says; when it was made says nothing.
      if (!actor) nameCopy(res, html.replaceAll(moment(services.clock.now()), ''));
      res.status(reply.status).type('html').send(html);
      return;
    }
    case 'redirect':
      if (reply.flash && actor) req.session.flash = reply.flash;
      await saved(req);
      res.redirect(303, reply.to);
      return;
    case 'json':
      res.status(reply.status).json(reply.value);
      return;
    case 'file':
      leavePlace(req);
      rememberCsv({ req, res, services, actor });
      await sendFile(res, reply, actor === null);
  }
}

/** Names a copy that anybody may keep, so that it is not sent again while it holds; Express compares. */
function nameCopy(res: Response, content: string | Uint8Array): void {
  res.set('ETag', `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`);
}

/** The session is stored before the answer goes out, so that the next request finds it. */
function saved(req: Request): Promise<void> {
  return new Promise((resolve, reject) => req.session.save((error) => (error ? reject(error) : resolve())));
}

/** Sends a file as it is made; what is for everybody is small, and named as a whole. */
async function sendFile(
  res: Response,
  { type, name, content }: Extract<Reply, { kind: 'file' }>,
  isPublic: boolean,
): Promise<void> {
  res.type(type);
  if (name) res.attachment(name).type(type);
  if (content instanceof Readable && !isPublic) return pipeline(content, res);
  const whole = content instanceof Readable ? await buffer(content) : content;
  if (isPublic) nameCopy(res, whole);
  res.send(whole);
}

async function document(
  req: Request,
  services: Services,
  actor: Actor | null,
  reply: Extract<Reply, { kind: 'page' }>,
): Promise<string> {
  const { frame } = reply;
  const token = actor || frame.bodyClass === 'signin' ? formToken(req, services) : '';
  const badges = actor ? await services.badges(actor) : {};
  return framed(req, services, reply, { actor, token, badges, flash: takeFlash(req) });
}

/** A form that was refused as it was, and comes back on this page; after a conflict it is another. */
const refusedForm = (req: Request, status: number) =>
  req.method === 'POST' && status !== 200 && status !== 409 ? { address: req.path, id: formIdOf(req) } : null;

/** Who looks at a page, and what its frame says to them. */
export interface Onlooker {
  actor: Actor | null;
  token: string;
  badges: Badges;
  flash: Flash | null;
}

/** A page in its frame; asks nobody. */
export function framed(
  req: Request,
  services: Services,
  { view, model, frame, status }: Extract<Reply, { kind: 'page' }>,
  { actor, token, badges, flash }: Onlooker,
): string {
  const body = withFormIds(render(view, { ...(model as object), csrf: token }), refusedForm(req, status));
  return render('layout', {
    ...layoutFrame(services, actor, frame, addressOf(req)),
    ...navigation(actor, frame.section ?? '', badges),
    search: typeof req.query.cari === 'string' ? req.query.cari : '',
    flash,
    csrfToken: token,
    body,
  });
}

/** The address as it is written on paper: what leads back to the same page. */
const addressOf = (req: Request) => `${req.get('host') ?? ''}${req.originalUrl.replace(/[?&]cetak=ya$/, '')}`;

function layoutFrame(services: Services, actor: Actor | null, frame: Frame, address: string) {
  const now = `${moment(services.clock.now())} WIB`;
  return {
    title: frame.title,
    banner: services.region.sample
      ? 'Nama wilayah dan perangkat daerah asli; daftar desa dan semua angka dibuat-buat.'
      : null,
    regionName: services.region.name,
    account: actor && {
      id: actor.id,
      name: actor.name,
      roleLabel: roleLabels[actor.role],
      place: actor.place,
    },
    footerNote: `Data per ${now}`,
    bodyClass: frame.bodyClass ?? '',
    printNote: `${address}. Dicetak ${now}${actor ? ` oleh ${roleLabels[actor.role]}` : ''}.`,
  };
}

function takeFlash(req: Request): Flash | null {
  const flash = req.session?.flash;
  if (!flash) return null;
  delete req.session.flash;
  return flash;
}

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { moment } from '../core/format.js';
import { type Actor, roleLabels } from '../policy.js';
import { leavePlace } from './admission.js';
import { formToken } from './csrf.js';
import { rememberCsv } from './csv-first.js';
import { contentName, Document, OPEN, type Sending } from './document.js';
import { refuseUntrue, type Shelf } from './memory.js';
import { type Badges, navigation } from './navigation.js';
import { formIdOf, withIdOf } from './once.js';
import { render } from './render.js';
import type { Flash, Frame, Reply } from './reply.js';
import type { Services } from './services.js';

type PageReply = Extract<Reply, { kind: 'page' }>;

/** A request, who asks, and where the answer goes. */
interface Asking {
  req: Request;
  res: Response;
  services: Services;
  actor: Actor | null;
  /** What waits for this person, where it was asked with the page. */
  badges?: Promise<Badges> | undefined;
}

/** Sends a handler's answer. Writes nothing of its own except a flash line taken from the session. */
export async function send(
  { req, res, services, actor, badges: asked }: Asking,
  reply: Reply,
  shelf: Shelf | null = null,
): Promise<void> {
  switch (reply.kind) {
    case 'page': {
      const badges = actor ? await (asked ?? services.badges(actor)) : {};
      const document = framed(req, services, reply, { actor, badges });
      const keeps = shelf !== null && reply.status === 200;
      if (keeps && services.config.comparePages) await refuseUntrue(services, shelf, document);
      const known = keeps ? services.pages.find(shelf) : null;
      if (keeps && !known) services.pages.keep(shelf, document);
      res.status(reply.status);
      return sendDocument({ req, res, services, actor }, known ?? document, known !== null);
    }
    case 'redirect':
      if (reply.flash && actor) req.session.flash = reply.flash;
      await saved(req);
      res.redirect(303, reply.to);
      return;
    case 'moved':
      res.redirect(301, reply.to);
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
const nameCopy = (res: Response, name: string) => res.set('ETag', `W/"${name}"`);

/** The session, where there is one, is stored before the answer goes out, so that the next request finds it. */
async function saved(req: Request): Promise<void> {
  if (!req.session) return;
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
  if (isPublic) nameCopy(res, contentName(whole));
  res.send(whole);
}

/** A form that was refused as it was, and comes back on this page; after a conflict it is another. */
const refusedForm = (req: Request, status: number) =>
  req.method === 'POST' && status !== 200 && status !== 409 ? { address: req.path, id: formIdOf(req) } : null;

/** A page in its frame, to be sent as often as it is true; asks nobody. */
export function framed(
  req: Request,
  services: Services,
  { view, model, frame, status }: PageReply,
  { actor, badges }: { actor: Actor | null; badges: Badges },
): Document {
  const body = render(view, { ...(model as object), csrf: OPEN.token });
  const refused = refusedForm(req, status);
  return new Document(
    render('layout', {
      ...layoutFrame(services, actor, frame),
      ...navigation(actor, frame.section ?? '', badges),
      search: typeof req.query.cari === 'string' ? req.query.cari : '',
      flash: OPEN.flash,
      csrfToken: OPEN.token,
      body: refused ? withIdOf(body, refused) : body,
    }),
  );
}

/** Sends a page that is made; `again` one that was kept, packed as it is kept. */
export function sendDocument(
  { req, res, services, actor }: Asking,
  document: Document,
  again: boolean,
): void {
  res.type('html');
  // A stranger's page is named by what it says; when it was made says nothing.
  if (!actor) nameCopy(res, document.name);
  if (req.fresh) return void res.send();
  const sending = sendingOf(req, services, { token: () => formToken(req, services), flash: takeFlash(req) });
  if (!again || req.acceptsEncodings('gzip', 'identity') !== 'gzip') {
    res.send(document.plain(sending));
    return;
  }
  res.set('Content-Encoding', 'gzip').send(document.gzip(sending));
}

/** What a page gets when it is sent. */
export function sendingOf(
  req: Request,
  { clock }: Services,
  { token, flash }: Pick<Sending, 'token' | 'flash'>,
): Sending {
  let known: string | undefined;
  return {
    token: () => {
      known ??= token();
      return known;
    },
    moment: moment(clock.now()),
    address: addressOf(req),
    flash,
  };
}

/** The address as it is written on paper: what leads back to the same page. */
const addressOf = (req: Request) => `${req.get('host') ?? ''}${req.originalUrl.replace(/[?&]cetak=ya$/, '')}`;

function layoutFrame(services: Services, actor: Actor | null, frame: Frame) {
  const now = `${OPEN.moment} WIB`;
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
    printNote: `${OPEN.address}. Dicetak ${now}${actor ? ` oleh ${roleLabels[actor.role]}` : ''}.`,
  };
}

function takeFlash(req: Request): Flash | null {
  const flash = req.session?.flash;
  if (!flash) return null;
  delete req.session.flash;
  return flash;
}

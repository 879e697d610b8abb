import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import type { SessionData } from 'express-session';
import { Problem } from '../core/problem.js';
import { whileReading } from '../database/answers.js';
import type { SignedIn } from './actor.js';
import { withoutPlace } from './admission.js';
import { checkToken } from './csrf.js';
import { withCsvFirst } from './csv-first.js';
import { deviceInWords, deviceOf, rememberDevice } from './device.js';
import { shelfFor } from './memory.js';
import { answerOnce, formIdOf, withoutId } from './once.js';
import { askProof } from './proof.js';
import { type AnyRow, admit, type Context, run, type SessionPort } from './route.js';
import { send, sendDocument } from './send.js';
import type { Services } from './services.js';
import { admitFiles, filesOf, readFiles, takeFiles } from './upload.js';

/** The page on which somebody is held who must do something first, and what else is open: the way out. */
function heldAt({ config, clock }: Services, actor: SignedIn) {
  const { days } = config.passwordRules;
  if (actor.mustChangePassword)
    return { page: '/kata-sandi', open: ['/keluar'], title: 'Pilih kata sandi Anda sendiri lebih dahulu.' };
  if (days !== null && clock.now().getTime() - actor.passwordSetAt.getTime() > days * 86_400_000)
    return {
      page: '/kata-sandi',
      open: ['/keluar'],
      title: `Kata sandi Anda sudah lebih dari ${days} hari.`,
    };
  if (!actor.hasSecondStep && config.secondFactorOf.includes(actor.role))
    return { page: '/akun/langkah-kedua', open: ['/keluar'], title: 'Pasang langkah kedua lebih dahulu.' };
  return null;
}

/** Signing in and out: whoever makes room on a full disk has to get in, and doing it twice stores nothing twice. */
const DOOR = new Set(['/masuk', '/masuk/kode', '/keluar']);

/** Mounts the table of routes; the only place where an address meets Express. */
export function mountRows(app: Express, services: Services, rows: AnyRow[]): void {
  for (const definition of rows) {
    const steps: RequestHandler[] = [admitted(services, definition)];
    const { files } = definition;
    if (files) steps.push(admitFiles(files, services), withoutPlace(takeFiles(files, services)));
    steps.push(answer(services, definition));
    app[definition.method](definition.path, ...steps);
  }
}

/** Who asks, once it is known; the error page wants to know too. */
export const actorOf = (req: Request): SignedIn | null => req.session?.person ?? null;

const decided = new WeakSet<Request>();

/** Somebody decided who may have the answer to this request: a row's policy, or what is for everybody. */
export const markDecided = (req: Request): void => void decided.add(req);

/** Stands in front of everything: an answer about which nobody decided does not go out; a bare 500 goes instead. */
export function refuseUndecided(services: Services): RequestHandler {
  return (req, res, next) => {
    const { writeHead, write, end } = res;
    const refused = () => {
      if (decided.has(req)) return false;
      if (!res.headersSent) {
        services.log.error({ path: req.path }, 'an answer about which nobody decided was refused');
        for (const name of res.getHeaderNames()) res.removeHeader(name);
        writeHead.call(res, 500, { 'Content-Type': 'text/plain' });
      }
      return true;
    };
    const whole = <A extends unknown[]>(given: A) => given as never;
    res.writeHead = (...given: unknown[]) => (refused() ? res : writeHead.apply(res, whole(given)));
    res.write = (...given: unknown[]) => refused() || write.apply(res, whole(given));
    res.end = (...given: unknown[]) => end.apply(res, whole(refused() ? ['Bermasalah.'] : given));
    next();
  };
}

function admitted(services: Services, definition: AnyRow): RequestHandler {
  return async (req, res, next) => {
    const actor = actorOf(req);
    // On a shared computer the back button shows nothing of somebody who signed out.
    res.set('Cache-Control', actor ? 'no-store' : 'no-cache');
    admit(definition, actor);
    markDecided(req);
    if (definition.method === 'post' && !DOOR.has(definition.path)) await services.disk.refuseWhenFull();
    const held = actor && heldAt(services, actor);
    if (held && ![held.page, ...held.open].includes(definition.path)) {
      const flash = { tone: 'warn' as const, title: held.title, text: '', links: [] };
      return send({ req, res, services, actor }, { kind: 'redirect', to: held.page, flash });
    }
    next();
  };
}

function answer(services: Services, definition: AnyRow): RequestHandler {
  return async (req: Request, res: Response, _next: NextFunction) => {
    let actor = actorOf(req);
    checkText(req);
    const form = definition.method === 'post' && !DOOR.has(definition.path) ? formIdOf(req) : undefined;
    if (definition.method === 'post') {
      checkToken(req, services);
      if (actor && definition.files) actor = await admittedStill(req, definition);
      if (form === null) return send({ req, res, services, actor }, await withoutId(req, res));
      const asked = actor && (await askProof({ req, res, services }, definition, actor));
      if (asked) return send({ req, res, services, actor }, asked);
    }
    if (definition.files) await readFiles(req, definition.files);
    const reading = await shelfFor(services, definition, req);
    const kept = reading && services.pages.find(reading.shelf);
    if (kept && !services.config.comparePages) return sendDocument({ req, res, services, actor }, kept, true);
    const context = contextOf(req, services, definition, actor);
    const work = () => withCsvFirst({ req, services, actor }, () => run(definition, context));
    const answered = async () => {
      const badges = reading && actor ? services.badges(actor) : undefined;
      // Whoever sends a page learns of it.
      badges?.catch(() => undefined);
      const reply = await (actor && form
        ? answerOnce(services, { accountId: actor.id, id: form }, req, work)
        : work());
      await send({ req, res, services, actor, badges }, reply, reading?.shelf);
    };
    const { comparePages: compared } = services.config;
    await (reading ? whileReading({ stored: reading.stored, compared }, answered) : answered());
  };
}

/** A null byte is typed by nobody, and PostgreSQL cannot hold one. */
function checkText(req: Request): void {
  const typed = Object.values((req.body as Record<string, unknown> | undefined) ?? {}).flat();
  const broken = typed.some((value) => typeof value === 'string' && value.includes('\0'));
  if (!broken && !req.originalUrl.includes('%00')) return;
  throw new Problem(
    'invalid',
    'Isian memuat tanda yang tidak dapat disimpan. Hapus tanda itu, lalu kirim lagi.',
  );
}

/** A form with files may arrive slowly: who was signed out, closed or given another role meanwhile writes nothing. */
async function admittedStill(req: Request, definition: AnyRow): Promise<SignedIn | null> {
  const data = await new Promise<SessionData | null | undefined>((resolve, reject) => {
    req.sessionStore.get(req.sessionID, (error, found) => (error ? reject(error) : resolve(found)));
  });
  const actor = data?.person ?? null;
  req.session.person = actor;
  admit(definition, actor);
  return actor;
}

function contextOf(
  req: Request,
  services: Services,
  definition: AnyRow,
  actor: SignedIn | null,
): Context<'signed-in', unknown, unknown, unknown, undefined> {
  return {
    app: services,
    actor: actor as SignedIn,
    params: parseOrMissing(definition, req),
    query: definition.query ? definition.query.parse(req.query) : {},
    body: {},
    loaded: undefined,
    files: filesOf(req),
    typed: (req.body as Record<string, unknown> | undefined) ?? {},
    url: urlOf(req),
    address: req.ip ?? '',
    session: sessionOf(req, services),
  };
}

function sessionOf(req: Request, services: Services): SessionPort {
  return {
    id: req.sessionID,
    signIn: async (accountId) => {
      await renewSession(req, (data) => {
        data.accountId = accountId;
        data.device = deviceInWords(req);
        data.provenAt = services.clock.now().getTime();
      });
      if (req.res) rememberDevice(req, req.res, services, accountId);
    },
    knownDevice: (accountId) => deviceOf(req, services, accountId),
    signOut: () => renewSession(req, () => undefined),
  };
}

/** The address asked for; set in parts, as a request line may hold what is no address (`//`, another host). */
function urlOf(req: Request): URL {
  const url = new URL('http://portal');
  url.pathname = req.path;
  url.search = req.originalUrl.split('?').slice(1).join('?');
  return url;
}

/** A path that does not even have the right shape is simply not there. */
function parseOrMissing(definition: AnyRow, req: Request): unknown {
  if (!definition.params) return {};
  const parsed = definition.params.safeParse(req.params);
  if (!parsed.success) throw new Problem('not-found', 'Halaman atau data yang Anda minta tidak ada.');
  return parsed.data;
}

/** A new session id at sign-in and sign-out, so that an old cookie opens nothing. */
function renewSession(req: Request, fill: (data: Request['session']) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error) => {
      if (error) return reject(error);
      fill(req.session);
      resolve();
    });
  });
}

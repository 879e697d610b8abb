import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { Problem } from './core/problem.js';
import { rows } from './routes.js';
import { Admission, AT_THE_DOOR, ROOM } from './web/admission.js';
import { serveAssets } from './web/assets.js';
import { endWaiting } from './web/cookies.js';
import { answerEarly, GRACE, refuseLarge } from './web/early.js';
import { errorHandler, nothingHere } from './web/errors.js';
import { logRequests } from './web/log.js';
import { markDecided, mountRows, refuseUndecided } from './web/mount.js';
import { keepPace, PACE } from './web/pace.js';
import { FORM_BYTES } from './web/plain-fields.js';
import { RecentPeople } from './web/recent.js';
import { configureViews } from './web/render.js';
import type { Services } from './web/services.js';
import { sessions } from './web/session.js';

const usual = { room: ROOM, door: AT_THE_DOOR, pace: PACE, grace: GRACE };

/** The portal as an Express application: what a request meets, in order. */
export function createApp(services: Services, given: Partial<typeof usual> = {}): Express {
  const { room, door, pace, grace } = { ...usual, ...given };
  const { config } = services;
  configureViews({ strict: config.strictViews, reload: config.reloadViews });
  const app = express();
  app.disable('x-powered-by');
  // Pages of who is signed in are not stored by browsers; public ones and assets are named where they are sent.
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.use(services.watch.look);
  app.use(answerEarly(grace));
  app.use(refuseUndecided(services));
  app.use(logRequests(services));
  setUpHeaders(app, services);
  setUpAssets(app);
  // Before all rows: to one that answers this machine alone everybody behind such a proxy is this machine.
  app.use(refuseUnknownProxy(services));
  const recent = new RecentPeople(services);
  mountRows(
    app,
    services,
    rows.filter((row) => row.bare),
  );
  app.use(endWaiting);
  app.use(keepPace(pace));
  setUpForms(app);
  app.use(inRooms(services, new Admission(room), new Admission(door)));
  setUpSession(app, services);
  app.use(recent.remember);
  mountRows(
    app,
    services,
    rows.filter((row) => !row.bare),
  );
  app.use(nothingHere);
  app.use(errorHandler(services, recent));
  return app;
}

/** Whoever signs in waits for who signs in, and not for those who are at work. */
function inRooms({ watch }: Services, work: Admission, door: Admission): RequestHandler {
  Object.assign(watch.rooms, { requests: work, sign_ins: door });
  const atTheDoor = new Set(rows.filter((row) => row.door).map((row) => row.path));
  return (req, res, next) => (atTheDoor.has(req.path) ? door : work).enter(req, res, next);
}

function setUpHeaders(app: Express, services: Services): void {
  const secure = services.config.production;
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          objectSrc: ["'none'"],
          frameAncestors: ["'none'"],
          upgradeInsecureRequests: secure ? [] : null,
        },
      },
      strictTransportSecurity: secure,
    }),
  );
}

/**
 * A proxy of which the portal was not told makes everybody one network and TLS a guess. In production nothing is
 * answered behind one until the setting says how many there are.
 */
function refuseUnknownProxy({ config, log }: Services): RequestHandler {
  const untold = config.production && config.trustProxy === 0;
  return (req, _res, next) => {
    if (!untold || req.headers['x-forwarded-for'] === undefined) return next();
    log.error(
      { event: 'proxy' },
      'behind a proxy while TRUST_PROXY=0: set TRUST_PROXY to the number of proxies',
    );
    next(
      new Problem(
        'away',
        'Bukan kesalahan Anda. Portal belum disetel untuk proksi di depannya. Admin perlu mengisi TRUST_PROXY.',
      ),
    );
  };
}

const forEverybody: RequestHandler = (req, _res, next) => {
  markDecided(req);
  next();
};

function setUpAssets(app: Express): void {
  app.use('/assets', forEverybody);
  app.use(serveAssets());
  app.use('/assets', nothingHere);
  app.use(compression());
}

/** A form is read at its client's pace before it takes a place, and can be shown again when there is none. */
function setUpForms(app: Express): void {
  app.use(refuseLarge(FORM_BYTES));
  app.use(express.urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: 2000 }));
}

function setUpSession(app: Express, services: Services): void {
  const { config } = services;
  if (config.production) {
    // TLS ends at the proxy. The cookie is for TLS alone even where nobody said that a proxy stands there.
    app.use((req, _res, next) => {
      Object.defineProperty(req, 'secure', { value: true });
      next();
    });
  }
  app.use(sessions(services));
}

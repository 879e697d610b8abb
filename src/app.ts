import path from 'node:path';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { rootFolder } from './database/root.js';
import { rows } from './routes.js';
import { Admission, ROOM } from './web/admission.js';
import { errorHandler, nothingHere, REFUSAL } from './web/errors.js';
import { decide, mountRows, refuseUndecided } from './web/mount.js';
import { keepPace, PACE } from './web/pace.js';
import { RecentPeople } from './web/recent.js';
import { configureViews } from './web/render.js';
import type { Services } from './web/services.js';
import { DatabaseSessions, SESSION_HOURS } from './web/session.js';

/** The portal as an Express application: what a request meets, in order. */
export function createApp(services: Services, { room, pace } = { room: ROOM, pace: PACE }): Express {
  const { config } = services;
  configureViews({ strict: config.strictViews, reload: config.reloadViews });
  const app = express();
  app.disable('x-powered-by');
  // Pages are not stored by browsers, so a hash of each would be work for nothing; assets have their own.
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.use(services.watch.look);
  app.use(refuseUndecided(services));
  setUpLog(app, services);
  setUpHeaders(app, services);
  setUpAssets(app);
  const recent = new RecentPeople(services.clock);
  mountRows(
    app,
    services,
    rows.filter((row) => row.bare),
  );
  app.use(keepPace(pace));
  // A form is read at its client's pace before it takes a place, and can be shown again when there is none.
  app.use(express.urlencoded({ extended: false, limit: '200kb', parameterLimit: 2000 }));
  app.use(new Admission(room).enter);
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

/** One line a request: address without its query, so that nothing typed reaches the log. */
function setUpLog(app: Express, services: Services): void {
  const serializers = {
    req: (req: { method: string; url: string }) => ({ method: req.method, path: req.url.split('?')[0] }),
    res: (res: { statusCode: number; headers: Record<string, unknown> }) => ({
      status: res.statusCode,
      refused: res.headers[REFUSAL],
    }),
  };
  app.use(pinoHttp({ logger: services.log, serializers, useLevel: 'info' }));
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

const forEverybody: RequestHandler = (req, _res, next) => {
  decide(req);
  next();
};

function setUpAssets(app: Express): void {
  const folder = path.join(rootFolder, 'public');
  app.use('/assets', forEverybody, compression(), express.static(folder, { maxAge: '1h', index: false }));
  app.use('/assets', nothingHere);
  app.use(compression());
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
  app.use(
    session({
      name: 'sesi',
      secret: config.sessionSecret ?? '',
      store: new DatabaseSessions(services.database, services.clock),
      resave: false,
      saveUninitialized: false,
      cookie: {
        httpOnly: true,
        sameSite: 'lax',
        secure: config.production,
        maxAge: SESSION_HOURS * 3_600_000,
      },
    }),
  );
}

import { randomBytes, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import signature from 'cookie-signature';
import type { Express } from 'express';
import { pino } from 'pino';
import request, { type Response, type Test } from 'supertest';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { loadReference } from '../../src/acuan/shipped.js';
import { createApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import type { Account } from '../../src/generated/prisma/client.js';
import { createServices } from '../../src/start.js';
import { sessionToken } from '../../src/web/csrf.js';
import { FORM_ID } from '../../src/web/once.js';
import type { Clock, Services } from '../../src/web/services.js';
import { SESSION_HOURS } from '../../src/web/session.js';
import { spoolOf } from '../../src/web/spool.js';
import { useDatabase } from './database.js';
import { REGION } from './make.js';
import { wordsOfCode } from './screen.js';

const SECRET = 'rahasia-untuk-pengujian-rahasia-untuk-pengujian';
/** Tests live on this day unless they say otherwise. */
export const TEST_NOW = new Date('2026-11-20T03:00:00Z');

export interface Portal {
  readonly services: Services;
  readonly app: Express;
  /** The time the portal believes it is. */
  clock: { now: () => Date; set: (at: Date) => void };
  /** A browser signed in as this account; without one, a stranger. */
  as(account?: Pick<Account, 'id'>): Promise<Browser>;
}

/** The shipped application over a fresh database, for all tests of a file; Pemalang's unless said otherwise. */
export function usePortal(regionCode = REGION): Portal {
  const database = useDatabase();
  let at = TEST_NOW;
  const clock: Clock & { set: (at: Date) => void } = { now: () => at, set: (to) => (at = to) };
  const state: { services?: Services; app?: Express } = {};
  beforeAll(async () => {
    at = TEST_NOW;
    const config = readConfig({
      NODE_ENV: 'test',
      SESSION_SECRET: SECRET,
      LOG_LEVEL: 'silent',
      // Tests let hours pass between one page and the next.
      SESI_DIAM_MENIT: '720',
      WILAYAH: regionCode,
      // Files of two workers are not in each other's way, nor counted together.
      DATA_DIR: path.join(os.tmpdir(), `desa-dampingan-data-${process.pid}`),
      BUKTI_DIR: path.join(os.tmpdir(), `desa-dampingan-bukti-${process.pid}`),
    });
    await loadReference(database.current, regionCode);
    const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
    state.services = await createServices(database.current, config, log, clock);
    state.app = createApp(state.services);
  });
  afterAll(async () => {
    // Whatever the tests of the file sent: nothing of it is left where files wait for their form.
    const folder = spoolOf(ready().services.config.dataDir);
    await vi.waitFor(async () => expect(await readdir(folder).catch(() => [])).toEqual([]));
  });
  const ready = () => {
    if (!state.services || !state.app) throw new Error('the portal is there once beforeAll has run');
    return { services: state.services, app: state.app };
  };
  return {
    get services() {
      return ready().services;
    },
    get app() {
      return ready().app;
    },
    clock,
    as: async (account) => {
      const { services, app } = ready();
      return new Browser(app, account ? await openSession(services, account.id) : null);
    },
  };
}

interface OpenSession {
  cookie: string;
  csrfToken: string;
}

/** Whatever day a test sets, its people are there and have just typed their password. */
const ALWAYS = new Date('2099-01-01T00:00:00Z');

/** Signs in by inserting a session, as the sign-in page would have. */
async function openSession(services: Services, accountId: number): Promise<OpenSession> {
  const id = randomBytes(18).toString('hex');
  const now = services.clock.now();
  const life = SESSION_HOURS * 3_600_000;
  const cookie = { originalMaxAge: life, httpOnly: true, path: '/', sameSite: 'lax' };
  const expiresAt = new Date(now.getTime() + life);
  const data = { id, accountId, data: { cookie, accountId }, begunAt: now, expiresAt };
  await services.database.transaction((tx) =>
    tx.session.create({ data: { ...data, seenAt: ALWAYS, provenAt: ALWAYS } }),
  );
  const signed = signature.sign(id, services.secrets.key('sesi').toString('base64url'));
  return {
    cookie: `sesi=s%3A${encodeURIComponent(signed).replace(/%3A/g, ':')}`,
    csrfToken: sessionToken(services, id),
  };
}

/** Statuses of an answer that is no fault of ours; for requests that may be answered in more than one way. */
export const UNBROKEN = Array.from({ length: 400 }, (_, more) => 100 + more);

/**
 * Lets a request fail its test unless it is answered with the usual status, or with what the test expects instead by
 * `.expect(422)`. So nothing that a test merely prepares goes wrong unseen.
 */
function strictly(test: Test, usual: number): Test {
  const expect = test.expect.bind(test);
  let told = false;
  test.expect = ((what: unknown, ...more: []) => {
    told ||= typeof what === 'number' || Array.isArray(what);
    return expect(what as number, ...more);
  }) as Test['expect'];
  return expect((response: Response) => {
    if (response.type === 'text/html') {
      const found = wordsOfCode(response.text);
      if (found.length > 0)
        throw new Error(`words of the code on ${response.request.url}: ${found.join(' | ')}`);
    }
    if (told || response.status === usual) return;
    const said = response.text?.match(/<title>[^<]*|error-text[^<]*/g)?.join(' ') ?? '';
    throw new Error(`answered with ${response.status} instead of ${usual}: ${said}`);
  });
}

/**
 * What a person's browser does: follows its session, sends the form's token along and a one-time id of its own unless
 * the fields hold one. A page is expected to open (200), a
 * form to lead on (303); a test that expects another answer says so.
 */
export class Browser {
  constructor(
    private readonly app: Express,
    private readonly session: OpenSession | null,
  ) {}

  /** For requests that a test writes itself. */
  get cookie(): string {
    return this.session?.cookie ?? '';
  }
  get token(): string {
    return this.session?.csrfToken ?? '';
  }

  get(path: string): Test {
    const test = strictly(request(this.app).get(path), 200);
    return this.session ? test.set('Cookie', this.session.cookie) : test;
  }

  /** Sends a form. Lists become repeated fields. */
  post(path: string, fields: Record<string, string | number | string[]> = {}): Test {
    const body = new URLSearchParams();
    for (const [key, value] of Object.entries(fields)) {
      for (const one of Array.isArray(value) ? value : [value]) body.append(key, String(one));
    }
    if (this.session) body.set('_csrf', this.session.csrfToken);
    if (!body.has(FORM_ID)) body.set(FORM_ID, randomUUID());
    const test = strictly(request(this.app).post(path), 303).type('form').send(body.toString());
    return this.session ? test.set('Cookie', this.session.cookie) : test;
  }

  /** Sends an empty form as another site would: with the session's cookie, without its token. */
  postWithout(path: string): Test {
    const test = strictly(request(this.app).post(path), 303).type('form').send('');
    return this.session ? test.set('Cookie', this.session.cookie) : test;
  }

  /** Sends a form with files. */
  upload(
    path: string,
    fields: Record<string, string | string[]>,
    files: { field: string; name: string; bytes: Buffer }[],
  ): Test {
    let test = strictly(request(this.app).post(path), 303);
    if (this.session) test = test.set('Cookie', this.session.cookie).field('_csrf', this.session.csrfToken);
    for (const [key, value] of Object.entries({ [FORM_ID]: randomUUID(), ...fields })) {
      for (const one of Array.isArray(value) ? value : [value]) test = test.field(key, one);
    }
    for (const file of files) test = test.attach(file.field, file.bytes, file.name);
    return test;
  }
}

export { words } from './screen.js';

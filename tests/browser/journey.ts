import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { hashPassword } from '../../src/auth/password.js';
import type { Role } from '../../src/generated/prisma/enums.js';
import { makeAccount } from '../support/make.js';
import { type Portal, usePortal } from '../support/portal.js';

export const PASSWORD = 'kata-sandi-uji-coba';
export const WIDTHS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Journey {
  readonly portal: Portal;
  /** Makes an account that can sign in with `PASSWORD`. */
  account(role: Role, username: string, more?: Parameters<typeof makeAccount>[2]): Promise<void>;
  /** A page of a fresh browser profile at this width; `plain` runs no script. */
  open(size: keyof typeof WIDTHS, plain?: boolean): Promise<Page>;
  /** Signs in through the sign-in page. */
  signIn(page: Page, username: string, password?: string): Promise<void>;
}

/** The shipped portal behind a real port, and a real Chromium before it. */
export function useJourney(): Journey {
  const portal = usePortal();
  const state: { server?: Server; browser?: Browser; contexts: BrowserContext[] } = { contexts: [] };
  beforeAll(async () => {
    state.server = portal.app.listen(0, '127.0.0.1');
    await new Promise((resolve) => state.server?.once('listening', resolve));
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    state.browser = await chromium.launch({ executablePath, args: FLAGS });
  });
  // What a test opened would go on costing time in the next.
  afterEach(() => Promise.all(state.contexts.splice(0).map((context) => context.close())));
  afterAll(async () => {
    await state.browser?.close();
    state.server?.closeAllConnections();
    await new Promise((resolve) => state.server?.close(resolve));
  });
  const base = () => {
    const { port } = (state.server as Server).address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  };
  return {
    portal,
    account: async (role, username, more) => {
      const account = await makeAccount(portal.services.database, role, { ...more, username });
      const passwordHash = await hashPassword(PASSWORD);
      await portal.services.database.transaction((tx) =>
        tx.account.update({ where: { id: account.id }, data: { passwordHash } }),
      );
    },
    open: async (size, plain = false) => {
      const context = await (state.browser as Browser).newContext({
        baseURL: base(),
        viewport: WIDTHS[size],
        locale: 'id-ID',
        javaScriptEnabled: !plain,
      });
      state.contexts.push(context);
      return context.newPage();
    },
    signIn: async (page, username, password = PASSWORD) => {
      await page.goto('/masuk');
      await page.fill('#username', username);
      await page.fill('#password', password);
      await page.click('button[type=submit].btn-primary');
      await page.waitForURL((url) => url.pathname !== '/masuk');
    },
  };
}

/** Counts every press, into a field too, and the fields that were typed into, from page to page. */
export const COUNTER = `
  const counted = (name) => JSON.parse(sessionStorage.getItem(name) ?? '[]');
  const add = (name, one) => sessionStorage.setItem(name, JSON.stringify([...new Set([...counted(name), one])]));
  addEventListener('pointerdown', (event) => event.isTrusted && add('presses', Date.now() + ' ' + event.timeStamp), true);
  addEventListener('input', (event) => event.isTrusted && add('typed', location.pathname + ' ' + event.target.name), true);
`;
/** How many `presses` there were, or how many fields were `typed` into. */
export const count = (page: Page, name: 'presses' | 'typed') =>
  page.evaluate(`JSON.parse(sessionStorage.getItem('${name}') ?? '[]').length`) as Promise<number>;

/** Nothing that axe knows is wrong (WCAG 2.2 A and AA, good practice), and nothing wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  let told = await violationsOf(page);
  if (told.length > 0) {
    // Judged again with the whole page in one window: no button is small because a bar lies over half of it.
    const window = page.viewportSize() as { width: number; height: number };
    const height = (await page.evaluate('document.documentElement.scrollHeight')) as number;
    await page.setViewportSize({ ...window, height });
    told = await violationsOf(page);
    await page.setViewportSize(window);
  }
  expect([new URL(page.url()).pathname, told]).toEqual([new URL(page.url()).pathname, []]);
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([new URL(page.url()).pathname, overflow]).toEqual([new URL(page.url()).pathname, 0]);
}

async function violationsOf(page: Page): Promise<string[]> {
  // No frame of another site is in our pages, and what passed need not be told: together a fifth of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`);
}

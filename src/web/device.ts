import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { readCookie, setCookie } from './cookies.js';
import type { Services } from './services.js';

const NAME = 'perangkat';
const DAYS = 180;
/** People who share a computer. */
const MOST = 4;

interface Known {
  accountId: number;
  deviceId: string;
  signed: string;
}

/** The accounts that signed in on this device before, the last one first. */
function known(req: Request, { secrets, clock, config }: Services): Known[] {
  const sent = readCookie(req, config, NAME).split('~').slice(0, MOST);
  return sent.flatMap((signed) => {
    const [account = '', deviceId = ''] = (secrets.open('perangkat', signed, clock.now()) ?? '').split(' ');
    return deviceId ? [{ accountId: Number(account), deviceId, signed }] : [];
  });
}

/** The device's id where this account signed in on it before; null elsewhere. It opens nothing by itself. */
export const deviceOf = (req: Request, services: Services, accountId: number): string | null =>
  known(req, services).find((one) => one.accountId === accountId)?.deviceId ?? null;

/** Remembers that this account signed in here: wrong passwords typed elsewhere do not keep it out. */
export function rememberDevice(req: Request, res: Response, services: Services, accountId: number): void {
  const before = known(req, services);
  const deviceId =
    before.find((one) => one.accountId === accountId)?.deviceId ?? randomBytes(12).toString('base64url');
  const until = new Date(services.clock.now().getTime() + DAYS * 86_400_000);
  const mine = services.secrets.sign('perangkat', `${accountId} ${deviceId}`, until);
  const others = before.filter((one) => one.accountId !== accountId).map((one) => one.signed);
  const value = [mine, ...others].slice(0, MOST).join('~');
  setCookie(res, services.config, { name: NAME, value, days: DAYS });
}

const browsers: [RegExp, string][] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
];

/** What the browser says of itself, as people would say it: "Chrome di Android". */
export function deviceInWords(req: Request): string {
  const agent = req.get('user-agent') ?? '';
  const find = (table: [RegExp, string][]) => table.find(([sign]) => sign.test(agent))?.[1];
  const [browser, system] = [find(browsers), find(systems)];
  return browser && system ? `${browser} di ${system}` : (browser ?? system ?? 'Perangkat lain');
}

import { describe, expect, it } from 'vitest';
import { Secrets } from '../../src/core/secrets.js';

const NOW = new Date('2026-11-20T03:00:00Z');
const LATER = new Date(NOW.getTime() + 60_000);

describe('the secrets of the portal', () => {
  const secrets = new Secrets('x'.repeat(40));

  it('are one a purpose: what is signed for one proves nothing for another', () => {
    const signed = secrets.sign('perangkat', '7 abc', LATER);
    expect(secrets.open('perangkat', signed, NOW)).toBe('7 abc');
    expect(secrets.open('bukti', signed, NOW)).toBeNull();
    expect(secrets.key('sesi').equals(secrets.key('formulir'))).toBe(false);
    expect(new Secrets('y'.repeat(40)).open('perangkat', signed, NOW)).toBeNull();
  });

  it('sign until a moment, and neither text nor end can be changed', () => {
    const signed = secrets.sign('perangkat', '7 abc', LATER);
    const [text = '', end = '', mac = ''] = signed.split('.');
    expect(secrets.open('perangkat', signed, new Date(LATER.getTime() + 1_000))).toBeNull();
    const forged = [
      `${Buffer.from('8 abc').toString('base64url')}.${end}.${mac}`,
      `${text}.zzzzzz.${mac}`,
      // The first word of the text, written as a part of the end.
      `${Buffer.from('abc').toString('base64url')}.${end} 7.${mac}`,
      `${text}.${end}.`,
      `${text}.${end}`,
      '',
      '..',
      'x.y.z',
    ];
    for (const one of forged) expect([one, secrets.open('perangkat', one, NOW)]).toEqual([one, null]);
  });
});

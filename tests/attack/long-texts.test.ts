import { describe, expect, it } from 'vitest';
import { findNik } from '../../src/core/nik.js';
import { agencyKey, placeParts, searchName } from '../../src/wilayah/names.js';
import { setScene } from '../activities/scene.js';
import { usePortal, words } from '../support/portal.js';

/** As long as a field of a form may be sent, and longer than any rule allows. */
const LENGTH = 100_000;
const filled = (piece: string) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);

/** Signs that stay as they are, each another one. */
const signs = Array.from({ length: 0x2fff }, (_, at) => String.fromCodePoint(at + 0x21)).filter(
  (sign) => /[\p{S}\p{P}]/u.test(sign) && sign.normalize('NFKC') === sign,
);

const texts: Record<string, string> = {
  'digits with another sign after each': filled(signs.map((sign) => `1${sign}`).join('')),
  'marks on one letter, out of order': `a${filled('\u0301\u0316')}`,
  blanks: `a${filled(' ')}b`,
  'lines without words': `a${filled('\n')}b`,
  'commas and blanks': filled(', '),
  'brackets that open': filled('('),
  'brackets with words': `${filled('a(')})x`,
  'kecamatan after kecamatan': filled(', kec'),
  'kabupaten after kabupaten': filled(' kab'),
  'hyphens between digits': filled('1 - 1'),
  'groups of a budget code': filled('1.11111.'),
};

const readers: Record<string, (text: string) => unknown> = { findNik, placeParts, agencyKey, searchName };

describe('a long text made to keep the portal busy', () => {
  describe.each(Object.entries(readers))('for %s', (_name, read) => {
    it.each(Object.entries(texts))('is looked at in a moment: %s', (_what, text) => {
      const began = performance.now();
      read(text);
      expect(performance.now() - began).toBeLessThan(1_000);
    });
  });

  const portal = usePortal();

  it('is refused in a form for its length, in every field at once', async () => {
    const scene = await setScene(portal);
    const text = texts['digits with another sign after each'] as string;
    const part = text.slice(0, 30_000);
    const fields = { uraian: part, kendala: part, lanjut: part, judul: part, aksi: 'draf' };
    const began = performance.now();
    const refused = await scene.asOfficer.upload('/kegiatan', fields, []).expect(422);
    expect(words(refused)).toContain('Ringkas sedikit');
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

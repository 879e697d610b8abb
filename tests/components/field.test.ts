import { beforeAll, describe, expect, test } from 'vitest';
import { errorSummary, field, options } from '../../src/web/components.js';
import { configureViews, render } from '../../src/web/render.js';

beforeAll(() => configureViews({ strict: true, reload: false }));

const html = (given: Parameters<typeof field>[0]) => render('components/field', field(given));

describe('a field', () => {
  test('is tied to its label, hint and error, and keeps what was typed', () => {
    const text = html({
      name: 'jumlah',
      label: 'Jumlah',
      type: 'number',
      value: '1x',
      unit: 'orang',
      hint: 'Angka saja.',
      error: 'Isi jumlah.',
    });
    expect(text).toContain('<label class="label" for="jumlah">Jumlah</label>');
    expect(text).toContain('aria-describedby="jumlah-petunjuk jumlah-galat" aria-invalid="true" value="1x"');
    expect(text).toContain('inputmode="numeric"');
    expect(text).toContain('orang');
    expect(text).toContain('field-error');
  });

  test('says that it may stay empty only where it may', () => {
    expect(html({ name: 'a', label: 'A', type: 'text', required: false })).toContain('boleh dikosongkan');
    expect(html({ name: 'a', label: 'A', type: 'text' })).not.toContain('boleh dikosongkan');
  });

  test('groups radios under a legend, the first with the name that the error summary links to', () => {
    const text = html({
      name: 'desa',
      label: 'Desa',
      type: 'radios',
      options: options(
        [
          ['1', 'Gombong', 'Kecamatan Belik'],
          ['2', 'Mandiraja', 'Kecamatan Moga'],
        ],
        '2',
      ),
    });
    expect(text).toContain('<fieldset class="field">');
    expect(text).toContain('id="desa" name="desa" value="1"');
    expect(text).toContain('id="desa-1" name="desa" value="2" checked');
    expect(text).not.toContain('choices-row');
  });

  test('puts three short radios in a row and lets "lain" reveal what follows', () => {
    const text = html({
      name: 'hari',
      label: 'Tanggal',
      type: 'radios',
      options: options(
        [
          ['hari-ini', 'Hari ini'],
          ['kemarin', 'Kemarin'],
          ['lain', 'Lain'],
        ],
        'hari-ini',
      ),
    });
    expect(text).toContain('choices choices-row');
    expect(text).toContain('value="lain" data-reveals');
  });

  test('carries the unit of a category for the number beside it', () => {
    const text = html({
      name: 'jenis',
      label: 'Jenis',
      type: 'select',
      options: options([['AIR', 'Air bersih', 'sambungan']], 'AIR'),
    });
    expect(text).toContain('<option value="AIR" data-unit="sambungan" selected>Air bersih</option>');
  });

  test('never sends a password back to the page', () => {
    expect(html({ name: 'sandi', label: 'Kata sandi', type: 'password', value: 'rahasia' })).not.toContain(
      'rahasia',
    );
  });

  test('writes values safely', () => {
    expect(html({ name: 'a', label: '<b>', type: 'text', value: '"><script>' })).not.toMatch(/<b>|<script>/);
  });
});

describe('the error summary', () => {
  test('counts the errors and leads to each field', () => {
    const text = render(
      'components/error-summary',
      errorSummary({ desa: 'Pilih desa.', jumlah: 'Isi jumlah.' }),
    );
    expect(text).toContain('Ada 2 isian yang perlu diperbaiki');
    expect(text).toContain('<a href="#desa">Pilih desa.</a>');
  });

  test('shows nothing without errors', () => {
    expect(render('components/error-summary', errorSummary({})).trim()).toBe('');
  });
});

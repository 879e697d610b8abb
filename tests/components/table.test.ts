import { beforeAll, describe, expect, test } from 'vitest';
import { cell, column, type Table, tableRow } from '../../src/web/components.js';
import { configureViews, render } from '../../src/web/render.js';

beforeAll(() => configureViews({ strict: true, reload: false }));

const table = (given: Partial<Table> = {}): string =>
  render('components/table', {
    id: 'lokus',
    title: '2 desa',
    exports: [],
    filter: null,
    columns: [
      column('No.', { numeric: true, phone: 'hide' }),
      column('Desa', { phone: 'title', sortHref: '?urut=-nama', sorted: 'ascending' }),
      column('Laporan terakhir', { numeric: true }),
      column('OPD'),
    ],
    rows: [
      tableRow([
        cell({ text: '1' }),
        cell({ text: 'Sima', href: '/desa/1', sub: '33.27.01.2004' }),
        cell({ text: '–' }),
        cell({ text: 'Dinkes' }),
      ]),
    ],
    total: [],
    pager: null,
    empty: { title: 'Belum ada desa', text: '', action: null },
    note: '',
    ...given,
  });

const count = (text: string, part: string) => text.split(part).length - 1;

describe('the table', () => {
  test('makes the name the header of its row and keeps the roles that blocks on a phone would lose', () => {
    const html = table();
    expect(html).toContain(
      '<th role="rowheader" scope="row" class="p-title"><a class="name" href="/desa/1">Sima</a>',
    );
    expect(html).toContain('role="table"');
    expect(count(html, 'role="columnheader"')).toBe(4);
  });

  test('says how it is sorted', () => {
    expect(table()).toContain('aria-sort="ascending"><a href="?urut=-nama">Desa');
  });

  test('labels the details of a block like words inside a sentence, abbreviations as they are', () => {
    const html = table();
    expect(html).toContain('data-label="laporan terakhir" class="p-right num"');
    expect(html).toContain('data-label="OPD" class="p-left"');
  });

  test('speaks an empty value', () => {
    expect(table()).toContain('<span class="visually-hidden">tidak ada</span>');
  });

  test('writes what people typed as text', () => {
    const rows = [tableRow([cell({}), cell({ text: '<script>', sub: '"&' }), cell({}), cell({})])];
    const html = table({ rows });
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('<span class="sub">&#34;&amp;</span>');
    expect(html).not.toContain('<script>');
  });

  test('draws a cut over the full width before its row', () => {
    const [row] = [
      tableRow([cell({}), cell({ text: 'Sima' }), cell({}), cell({})], { cutBefore: 'Batas kuota' }),
    ];
    expect(table({ rows: [row] })).toContain(
      '<tr role="row" class="cut"><td role="cell" colspan="4">Batas kuota</td></tr>',
    );
  });

  test('gives rows a box that belongs to the form of the table, with the name of the row', () => {
    const rows = [
      tableRow([cell({}), cell({ text: 'Sima' }), cell({}), cell({})], { select: '33.27.01.2004' }),
    ];
    const html = table({ rows });
    expect(html).toContain('name="pilih" value="33.27.01.2004" form="pilih-lokus"');
    expect(html).toContain('Pilih Sima');
  });

  test('says what will be here when there is nothing', () => {
    const html = table({ rows: [] });
    expect(html).toContain('Belum ada desa');
    expect(html).not.toContain('<table');
  });

  test('prints on landscape paper from nine columns on', () => {
    const columns = Array.from({ length: 9 }, (_, index) => column(`K${index}`));
    const rows = [tableRow(columns.map(() => cell({})))];
    expect(table({ columns, rows })).toContain('table-wide');
    expect(table()).not.toContain('table-wide');
  });

  test('puts a rank before its name, the place outside the link, and keeps "ke-42" on one line', () => {
    const html = table({
      columns: [column('No.', { numeric: true, phone: 'rank' }), column('Desa', { phone: 'title' })],
      rows: [
        tableRow(
          [cell({ text: '7' }), cell({ text: 'Sima', href: '/x', beside: 'Moga', sub: 'tertinggi ke-42.' })],
          { cutBefore: 'Tampilkan peringkat 2 sampai 6', cutHref: '?semua=ya' },
        ),
      ],
    });
    expect(html).toContain('table-ranked');
    expect(html).toContain('Sima</a> <span class="beside">Moga</span>');
    expect(html).toContain('tertinggi <span class="together">ke-42.</span>');
    expect(html).toContain('<a href="?semua=ya">Tampilkan peringkat 2 sampai 6</a>');
  });
});

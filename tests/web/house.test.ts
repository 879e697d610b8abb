import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { change, system } from '../../src/audit/change.js';
import type { Database, Reader } from '../../src/database/client.js';
import { queryRows, sql } from '../../src/database/query.js';
import { defineList } from '../../src/web/list.js';
import { configureViews, render } from '../../src/web/render.js';
import { redirect } from '../../src/web/reply.js';
import { row } from '../../src/web/route.js';
import { useDatabase } from '../support/database.js';
import {
  edges,
  filesWith,
  isFunction,
  isOpenTable,
  isToldKey,
  LAYERS,
  linesOf,
  placesOf,
  regionConditions,
  sharedNames,
  sources,
} from '../support/house.js';

describe('the rules of this house', () => {
  it('was never left in the middle of a merge', () => {
    expect(filesWith(/^(<{7}|={7}|>{7})( |$)/m)).toEqual([]);
  });

  it('lets raw SQL through one file, and only with a schema for its rows', () => {
    expect(filesWith(/\$(query|execute)Raw/)).toEqual(['database/query.ts']);
  });

  it('passes the rows of a query through a schema that says something', () => {
    expect(filesWith(/queryRows?\([^;]*?z\s*\.\s*(any|unknown)\(\)/s)).toEqual(['web/list-rows.ts']);
    // Made once: to make and compile one takes a hundred times as long as to read a row.
    expect(filesWith(/queryRows?\((?:(?!;\n)[\s\S])*?\bz\.(object|looseObject|array|record)\(/)).toEqual([]);
  });

  it('knows the driver and the client of the database in one folder', () => {
    const elsewhere = filesWith(/\bPrismaClient\b|['"]pg['"]/).filter(
      (file) => !file.startsWith('database/'),
    );
    expect(elsewhere).toEqual([]);
  });

  it('opens transactions in one file', () => {
    expect(filesWith(/\.\$?transaction\(/).sort()).toEqual(['audit/change.ts', 'database/client.ts']);
  });

  it('names all who write without a trail', () => {
    expect(filesWith(/\bunaudited(Statement)?\(/).sort()).toEqual([
      'auth/factor.ts',
      'auth/sign-in.ts',
      'auth/tries.ts',
      'cli/periksa.ts',
      'home/news-close.ts',
      'start.ts',
      'sweep.ts',
      'uploads/staged.ts',
      'web/once.ts',
      'web/quota.ts',
      'web/session.ts',
    ]);
  });

  it('asks for each row of a page alone whether something is there: PostgreSQL may answer `exists` by reading all there is', () => {
    expect(filesWith(/case when (not )?exists/)).toEqual([]);
  });

  it('plans no statement anew at every use, but for what is seldom done; `rowsOf` stores many rows', () => {
    expect(
      filesWith(/\.createMany(AndReturn)?\(/)
        .filter((file) => !file.startsWith('sample/'))
        .sort(),
    ).toEqual([
      'acuan/shipped.ts',
      'assignments/assign.ts',
      'auth/factor.ts',
      'public/snapshot.ts',
      'wilayah/import.ts',
    ]);
  });

  it('declares addresses in rows only', () => {
    expect(filesWith(/\bapp\.(get|post|put|delete|all)\(\s*['"`]/)).toEqual([]);
  });

  it('imports downward only, and never both ways', () => {
    const above = (importer: string, imported: string) =>
      LAYERS.indexOf(importer) <= LAYERS.indexOf(imported);
    const crossing = edges.filter(
      ({ importer, imported }) => importer !== imported && imported !== 'generated',
    );
    const upward = crossing.filter(
      ({ importer, imported }) =>
        LAYERS.includes(importer) && (!LAYERS.includes(imported) || above(importer, imported)),
    );
    const pairs = new Set(crossing.map(({ importer, imported }) => `${importer} ${imported}`));
    const bothWays = crossing.filter(({ importer, imported }) => pairs.has(`${imported} ${importer}`));
    expect([...upward, ...bothWays]).toEqual([]);
  });

  it('reads sheets without anything of Node, so that a browser can', () => {
    const seen = new Map<string, string>();
    const visit = (file: string) => {
      const found = sources.find((one) => one.file === file);
      if (!found || seen.has(file)) return;
      seen.set(file, found.text);
      for (const [, target = ''] of found.text.matchAll(
        /^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'/gm,
      ))
        visit(path.posix.join(path.posix.dirname(file), target).replace(/\.js$/, '.ts'));
    };
    visit('sheets/read.ts');
    expect([...seen.keys()]).toContain('sheets/xlsx.ts');
    const packages = [...seen].flatMap(([file, text]) =>
      [...text.matchAll(/from '([^.'][^']*)'/g)].map(([, name]) => `${file} ${name}`),
    );
    expect(packages).toEqual(['sheets/zip.ts fflate', 'sheets/zip.ts saxes']);
    const ofNode = [...seen].filter(([, text]) => /node:|\bBuffer\b|\bprocess\.|\brequire\(/.test(text));
    expect(ofNode.map(([file]) => file)).toEqual([]);
  });

  it('asks for no kind of data file by name where kinds are rows', () => {
    const asking = filesWith(/kind\s*===?\s*'(?:IDM|DESIL1)'|'(?:IDM|DESIL1)'\s*===?/);
    expect(asking).toEqual(
      ['prioritas/input.ts', 'prioritas/settings.ts'].filter((file) => asking.includes(file)),
    );
  });

  it('keeps the abbreviations of a label that is said within a sentence', () => {
    expect(filesWith(/[lL]abel(Of\([^)]*\))?\.toLowerCase\(\)/)).toEqual([]);
  });

  it('asks the policy and never a role; which rows is said by the scope', () => {
    expect(filesWith(/\bactor\.role (===|!==|==|!=)|switch \(actor\.role\)/)).toEqual([]);
  });

  it('says in one place what belongs to a kabupaten', () => {
    expect(regionConditions().filter((place) => !place.startsWith('scope.ts:'))).toEqual([]);
  });

  it('gives one name to one thing; the verbs and the subject of each folder are called alike', () => {
    const alike = /^\w+ \S+\/(share-)?(verbs|subject)\.ts \S+\/(share-)?(verbs|subject)\.ts$/;
    expect(sharedNames().filter((one) => !alike.test(one))).toEqual([]);
  });

  it('searches for what was typed in one place, where a percent sign is a percent sign', () => {
    expect(filesWith(/\bilike\b/)).toEqual(['database/query.ts']);
  });

  it('looks nothing up by a typed word that every object knows: tables for any word are maps', () => {
    expect(placesOf(isOpenTable)).toEqual([]);
    expect(placesOf(isToldKey)).toEqual([]);
    expect(filesWith(/[(&|!] ?(typed|query|body|params|wanted|asked|filters)(\.\w+)? in [a-z]\w*/)).toEqual(
      [],
    );
  });

  it('keeps functions short', () => {
    expect(placesOf((node) => isFunction(node) && linesOf(node) > 40)).toEqual([]);
  });

  it('gives functions at most four parameters', () => {
    expect(placesOf((node) => isFunction(node) && node.parameters.length > 4)).toEqual([]);
  });

  it('keeps files short', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 301).map(({ file }) => file)).toEqual([]);
  });

  it('writes no word of a page or type check away', () => {
    expect(filesWith(/@ts-(ignore|nocheck|expect-error)/)).toEqual([]);
  });

  it('draws in one view what a browser would say in its own language', () => {
    const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.ejs'),
    );
    const drawn = views.filter((one) => readFileSync(`views/${one}`, 'utf8').includes('type="file"'));
    expect(drawn).toEqual(['components/control.ejs']);
  });

  it('does not draw a view that asks for a property nobody gave', () => {
    configureViews({ strict: true, reload: false });
    const whole = { title: 'a', message: 'b', reference: '', retryHref: '', homeHref: '/', homeLabel: 'c' };
    expect(render('web/galat', whole)).toContain('b');
    const { message: _left, ...misspelt } = { ...whole, mesage: 'b' };
    expect(() => render('web/galat', misspelt)).toThrow(/message/);
  });
});

describe('what pages are given to read with', () => {
  const database = useDatabase();

  it('has nothing to write with, also where the type check was told otherwise', async () => {
    const { reader } = database.current;
    const model = reader.agency as unknown as Record<string, unknown>;
    for (const method of ['create', 'createMany', 'update', 'updateMany', 'upsert', 'delete', 'deleteMany'])
      expect([method, model[method]]).toEqual([method, undefined]);
    for (const method of ['$transaction', '$executeRaw', '$executeRawUnsafe', '$queryRaw', '$queryRawUnsafe'])
      expect([method, (reader as unknown as Record<string, unknown>)[method]]).toEqual([method, undefined]);
    expect(await reader.agency.count()).toBeGreaterThan(0);
    expect(await queryRows(reader, sql`select 1 as one`, z.object({ one: z.number() }))).toEqual([
      { one: 1 },
    ]);
  });
});

/** Never called: each line must fail the type check, and fails this file when it no longer does. */
export function doesNotCompile(database: Database, reader: Reader) {
  // @ts-expect-error a route says whom it admits
  row({ method: 'get', path: '/', handle: async () => redirect('/') });
  // @ts-expect-error and names an action of the policy
  row({ method: 'get', path: '/', allow: 'village.reed', handle: async () => redirect('/') });
  // @ts-expect-error a write tells the trail what it did
  void change(database, system('33.27'), 'agency.edit', async () => ({ result: null }));
  // @ts-expect-error a page has nothing to write with
  void reader.agency.update({ where: { id: 1 }, data: { name: 'x' } });
  // @ts-expect-error a query says what its rows look like
  void queryRows(reader, sql`select 1`);
  const whole = {
    path: '/uji',
    access: 'agency.list' as const,
    name: 'uji',
    noun: 'baris',
    title: 'Uji',
    row: z.object({ id: z.number() }),
    select: sql`select 1`,
    from: sql`from agency g`,
    key: sql`g.id`,
    sorts: { nama: { label: 'Nama', by: sql`g.name` } },
    filters: {},
    columns: [],
    empty: { title: '', text: '', action: null },
  };
  // @ts-expect-error a list is ordered by one of its own sorts
  defineList({ ...whole, defaultSort: 'jenis' });
  const { access: _open, ...forAnybody } = whole;
  // @ts-expect-error and says whose it is
  defineList({ ...forAnybody, defaultSort: 'nama' });
  const columns = [{ key: 'id', label: 'Nomor', value: () => 1, sort: 'jenis' as const }];
  // @ts-expect-error a head sorts by one of them too
  defineList({ ...whole, defaultSort: 'nama', columns });
}

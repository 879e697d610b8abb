import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
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

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .map((file) => ({
    file: file.split(path.sep).join('/'),
    text: readFileSync(path.join('src', file), 'utf8'),
  }));
const filesWith = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

/** The ground from below; everything else is a feature and stands on all of it. */
const LAYERS = [
  'core',
  'ranking',
  'config',
  'database',
  'failure',
  'sheets',
  'belonging',
  'rules',
  'policy',
  'scope',
  'audit',
  'web',
  'charts',
  'wilayah',
];
/** The folder a file stands in, or its own name at the top of the house. */
const roomOf = (file: string) => (file.split('/')[0] as string).replace(/\.[jt]s$/, '');

const edges = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map((found) => ({
    file,
    importer: roomOf(file),
    imported: roomOf(path.posix.join(path.posix.dirname(file), found[1] as string)),
  })),
);

const trees = sources.map(({ file, text }) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
/** Where the syntax of the house has what is asked for. */
function placesOf(asked: (node: ts.Node) => boolean): string[] {
  const found: string[] = [];
  for (const tree of trees) {
    const visit = (node: ts.Node) => {
      if (asked(node))
        found.push(`${tree.fileName}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}

/** What a file declares for others: its names. */
const exportsOf = (tree: ts.SourceFile): string[] =>
  tree.statements.flatMap((one) => {
    if (!ts.canHaveModifiers(one) || !one.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      return [];
    if (ts.isVariableStatement(one))
      return one.declarationList.declarations.map(({ name }) => name.getText(tree));
    return ts.isFunctionDeclaration(one) ||
      ts.isClassDeclaration(one) ||
      ts.isInterfaceDeclaration(one) ||
      ts.isTypeAliasDeclaration(one)
      ? [one.name?.text ?? 'default']
      : [];
  });
/** Names that two files give to different things where one reader meets both: in one folder, or in two that know each other. */
function sharedNames(): string[] {
  const pairs = new Set(edges.map(({ importer, imported }) => `${importer} ${imported}`));
  const meet = (one: string, other: string) =>
    one === other || pairs.has(`${one} ${other}`) || pairs.has(`${other} ${one}`);
  const owners = new Map<string, Set<string>>();
  for (const tree of trees)
    for (const name of exportsOf(tree))
      owners.set(name, (owners.get(name) ?? new Set<string>()).add(tree.fileName));
  return [...owners].flatMap(([name, found]) =>
    [...found].flatMap((one, at) =>
      [...found]
        .slice(at + 1)
        .filter((other) => meet(roomOf(one), roomOf(other)))
        .map((other) => `${name} ${one} ${other}`),
    ),
  );
}

const isCondition = (node: ts.Node): boolean => {
  if (ts.isFunctionLike(node) || ts.isSourceFile(node)) return false;
  const named = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
  return (named && node.name.getText() === 'where') || isCondition(node.parent);
};
/** Conditions about a kabupaten that are written out: in SQL, and in what Prisma is asked for. */
const regionConditions = () => [
  ...sources.flatMap(({ file, text }) =>
    [...text.matchAll(/region_code\s*(=|<>|\bin\b|\blike\b)|(=|<>)\s*\w+\.region_code/g)].map(
      ({ index }) => `${file}:${text.slice(0, index).split('\n').length}`,
    ),
  ),
  ...placesOf(
    (node) =>
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      node.name.getText() === 'regionCode' &&
      isCondition(node.parent),
  ),
];

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
/** Lines that are not blank, by the syntax itself: the linter's rule passes over some kinds of functions. */
const linesOf = (node: ts.Node) =>
  node
    .getText()
    .split('\n')
    .filter((line) => line.trim() !== '').length;

/** A type under which any word may be looked up. */
const takesAnyWord = (type: ts.TypeNode | undefined): boolean =>
  type !== undefined &&
  (ts.isTypeLiteralNode(type)
    ? type.members.some(ts.isIndexSignatureDeclaration)
    : /^((Partial|Readonly)<)*Record<string,/.test(type.getText()));
/** A table written down as an object; it answers to `constructor`, `toString` and `__proto__` as well. */
const isOpenTable = (node: ts.Node): boolean =>
  ts.isVariableDeclaration(node) &&
  takesAnyWord(node.type) &&
  node.initializer !== undefined &&
  ts.isObjectLiteralExpression(node.initializer) &&
  node.initializer.properties.length > 0;
/** A look-up under a word of which the type check was only told that it is a key. */
const isToldKey = (node: ts.Node): boolean =>
  ts.isElementAccessExpression(node) &&
  ts.isAsExpression(node.argumentExpression) &&
  (ts.isTypeReferenceNode(node.argumentExpression.type) ||
    ts.isTypeOperatorNode(node.argumentExpression.type));

describe('the rules of this house', () => {
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
      'home/news.ts',
      'sweep.ts',
      'uploads/staged.ts',
      'web/once.ts',
      'web/session.ts',
    ]);
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

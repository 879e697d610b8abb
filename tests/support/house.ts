import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** The sources of the house, and what its rules ask of them. */
export const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .map((file) => ({
    file: file.split(path.sep).join('/'),
    text: readFileSync(path.join('src', file), 'utf8'),
  }));
export const filesWith = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

/** The ground from below; everything else is a feature and stands on all of it. */
export const LAYERS = [
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
  'kept',
  'audit',
  'web',
  'charts',
  'wilayah',
];
/** The folder a file stands in, or its own name at the top of the house. */
const roomOf = (file: string) => (file.split('/')[0] as string).replace(/\.[jt]s$/, '');

export const edges = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map((found) => ({
    file,
    importer: roomOf(file),
    imported: roomOf(path.posix.join(path.posix.dirname(file), found[1] as string)),
  })),
);

const trees = sources.map(({ file, text }) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
/** Where the syntax of the house has what is asked for. */
export function placesOf(asked: (node: ts.Node) => boolean): string[] {
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
export function sharedNames(): string[] {
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
export const regionConditions = () => [
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

export const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
/** Lines that are not blank, by the syntax itself: the linter's rule passes over some kinds of functions. */
export const linesOf = (node: ts.Node) =>
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
export const isOpenTable = (node: ts.Node): boolean =>
  ts.isVariableDeclaration(node) &&
  takesAnyWord(node.type) &&
  node.initializer !== undefined &&
  ts.isObjectLiteralExpression(node.initializer) &&
  node.initializer.properties.length > 0;
/** A look-up under a word of which the type check was only told that it is a key. */
export const isToldKey = (node: ts.Node): boolean =>
  ts.isElementAccessExpression(node) &&
  ts.isAsExpression(node.argumentExpression) &&
  (ts.isTypeReferenceNode(node.argumentExpression.type) ||
    ts.isTypeOperatorNode(node.argumentExpression.type));

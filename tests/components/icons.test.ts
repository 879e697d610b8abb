import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.startsWith('generated'))
    .map((name) => path.join(root, folder, name));
}

/** Names of icons as written in views (`icons.svg#name`, `icon', { name: 'x'`) and in models (`icon: 'x'`). */
const mentions = /icons\.svg#([a-z][a-z0-9-]+)|icon', \{ name: '([a-z0-9-]+)'|icon: '([a-z0-9-]+)'/g;

test('every icon that a page names is in the sprite', () => {
  const sprite = readFileSync(path.join(root, 'dist/assets/icons.svg'), 'utf8');
  const known = new Set([...sprite.matchAll(/<symbol id="([^"]+)"/g)].map((match) => match[1]));
  const missing = [...filesUnder('views', '.ejs'), ...filesUnder('src', '.ts')].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(mentions)]
      .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
      .filter((name) => !known.has(name) && !name.endsWith('-'))
      .map((name) => `${path.relative(root, file)}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test('no icon is sent to every phone that no page names', () => {
  const sprite = readFileSync(path.join(root, 'dist/assets/icons.svg'), 'utf8');
  const texts = [...filesUnder('views', '.ejs'), ...filesUnder('src', '.ts')].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const named = (name: string) =>
    texts.some((text) => text.includes(`'${name}'`) || text.includes(`#${name}"`));
  const unused = [...sprite.matchAll(/<symbol id="([^"]+)"/g)]
    .map((match) => match[1] as string)
    // The heads of tables put the name together: caret-up-fill or caret-down-fill.
    .filter((name) => !name.startsWith('caret-') && !named(name));
  expect(unused).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** What asks no database that the run gives it says on PostgreSQL what it said on the embedded one. */
const asksNone = () =>
  readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `tests/${name}`)
    .filter((file) => !/\buse[A-Z]\w*\(/.test(readFileSync(file, 'utf8')));

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**', ...(process.env.TEST_DATABASE === 'postgres' ? asksNone() : [])],
    globalSetup: 'tests/support/global-setup.ts',
    // One embedded database per worker, shared by its files (opening one takes seconds); emptied between files.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    // The tests of a file run shuffled, in the order of this seed; another seed looks for what leans on an order. See
    // CONTRIBUTING.
    sequence: { shuffle: { tests: true }, seed: 1 },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**'],
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

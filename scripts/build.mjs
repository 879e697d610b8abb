// Builds the portal: the Prisma client from the schema, then src/ to dist/, one file to one file, then the browser's assets.
import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { build } from 'esbuild';

const schema = 'prisma/schema.prisma';
const client = 'src/generated/prisma/client.ts';

/** The generated client is newer than what it is made from. */
function clientIsFresh() {
  try {
    const made = statSync(client).mtimeMs;
    return [schema, 'package-lock.json'].every((file) => statSync(file).mtimeMs <= made);
  } catch {
    return false;
  }
}

if (!clientIsFresh()) {
  rmSync('src/generated', { recursive: true, force: true });
  // Generating needs no schema engine; naming any executable keeps the command from downloading one.
  const result = spawnSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    process.stderr.write(result.stdout + result.stderr);
    process.exit(1);
  }
}
if (!process.argv.includes('--client')) {
  await build({
    entryPoints: ['src/**/*.ts'],
    outdir: 'dist',
    outbase: 'src',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  await import('./assets.mjs');
}

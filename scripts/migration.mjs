// Prints the SQL that leads from the migrations applied so far to prisma/schema.prisma (after `npm run build`).
// Usage: node scripts/migration.mjs > prisma/migrations/<time>_<name>/migration.sql, then read and complete it.
import { readFile } from 'node:fs/promises';
import { Embedded } from '../dist/database/client.js';
import { openFolder } from '../dist/database/folder.js';
import { migrate } from '../dist/database/migrate.js';
import { schemaEngine } from './engine.mjs';

/** Partial indexes stand in the migrations alone; without the feature what was read back could not be parsed. */
const BARE = `generator client {
  provider        = "prisma-client"
  previewFeatures = ["partialIndexes"]
}
datasource db {
  provider = "postgresql"
}
`;

const opened = await openFolder(null);
const db = new Embedded(opened);
await migrate(db);
const engine = await schemaEngine(opened.adapter);
const from = await current();
const filters = { externalTables: [], externalEnums: [] };
const result = await engine.diff({
  from,
  to: {
    tag: 'schemaDatamodel',
    files: [{ path: 'schema.prisma', content: await readFile('prisma/schema.prisma', 'utf8') }],
  },
  script: true,
  exitCode: null,
  shadowDatabaseUrl: null,
  filters,
});
const partial = [...from.files[0].content.matchAll(/map: "(\w+)", where: raw/g)].map((match) => match[1]);
const kept = (result.stdout ?? '')
  .split(/^(?=-- )/m)
  .filter((step) => !partial.some((name) => step.includes(`DROP INDEX "${name}"`)));
process.stdout.write(kept.join(''));
await db.close();

/** The database as the migrations leave it, read back as a schema. */
async function current() {
  const { schema } = await engine.introspect({
    schema: {
      files: [{ path: 'schema.prisma', content: BARE }],
    },
    baseDirectoryPath: process.cwd(),
    force: true,
    compositeTypeDepth: 0,
    namespaces: null,
  });
  return { tag: 'schemaDatamodel', files: schema.files };
}

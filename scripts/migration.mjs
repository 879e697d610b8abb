// Prints the SQL that leads from the migrations applied so far to prisma/schema.prisma.
// Usage: node scripts/migration.mjs > prisma/migrations/<time>_<name>/migration.sql, then read and complete it.
import { readdir, readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
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

const database = await PGlite.create();
for (const name of (await readdir('prisma/migrations')).filter((one) => /^\d/.test(one)).sort())
  await database.exec(await readFile(`prisma/migrations/${name}/migration.sql`, 'utf8'));
const engine = await schemaEngine(new PrismaPGlite(database));
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
await database.close();

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

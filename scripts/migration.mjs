// Prints the SQL that leads from the migrations applied so far to prisma/schema.prisma (after `npm run build`).
// Usage: node scripts/migration.mjs > prisma/migrations/<time>_<name>/migration.sql, then read and complete it.
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { openEmbedded } from '../dist/database/client.js';
import { schemaEngine } from '../dist/database/engine.js';
import { migrate } from '../dist/database/migrate.js';

const db = await openEmbedded(null);
await migrate(db);
const engine = await schemaEngine(db.adapter);
const from =
  existsSync('prisma/migrations') && readdirSync('prisma/migrations').length > 1
    ? await current()
    : { tag: 'empty' };
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
process.stdout.write(result.stdout ?? '');
await db.close();

/** The database as the migrations leave it, read back as a schema. */
async function current() {
  const { schema } = await engine.introspect({
    schema: {
      files: [{ path: 'schema.prisma', content: 'datasource db {\n  provider = "postgresql"\n}\n' }],
    },
    baseDirectoryPath: process.cwd(),
    force: true,
    compositeTypeDepth: 0,
    namespaces: null,
  });
  return { tag: 'schemaDatamodel', files: schema.files };
}

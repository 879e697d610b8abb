import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Database } from './client.js';
import { schemaEngine } from './engine.js';
import { queryRows, sql } from './query.js';
import { rootFolder } from './root.js';

const folder = path.join(rootFolder, 'prisma', 'migrations');

/** Applies every migration of `prisma/migrations` that the database has not seen. Returns their names. */
export async function migrate(db: Database): Promise<string[]> {
  if ((await pendingMigrations(db)).length === 0) return [];
  const engine = await schemaEngine(db.adapter);
  const { appliedMigrationNames } = await engine.applyMigrations({
    filters: { externalTables: [], externalEnums: [] },
    migrationsList: {
      baseDir: folder,
      lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
      shadowDbInitScript: '',
      migrationDirectories: await Promise.all((await migrationNames()).map(readMigration)),
    },
  });
  return appliedMigrationNames;
}

/** Names of migrations that are shipped and not applied; none means that the database is up to date. */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const names = await migrationNames();
  const [table] = await queryRows(
    db.reader,
    sql`select to_regclass('_prisma_migrations')::text as name`,
    z.object({ name: z.string().nullable() }),
  );
  if (!table?.name) return names;
  const applied = await queryRows(
    db.reader,
    sql`select migration_name as name, checksum from _prisma_migrations where finished_at is not null`,
    z.object({ name: z.string(), checksum: z.string() }),
  );
  const known = new Set(applied.map((row) => row.name));
  return names.filter((name) => !known.has(name));
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readMigration(name: string) {
  const content = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
  return {
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: content } },
  };
}

/** A fingerprint of all migrations, to tell whether a prepared test database is still the right one. */
export async function migrationsFingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await migrationNames()) {
    hash.update(await readFile(path.join(folder, name, 'migration.sql')));
  }
  return hash.digest('hex').slice(0, 12);
}

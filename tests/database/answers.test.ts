import { beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { whileReading } from '../../src/database/answers.js';
import { type Database, openPostgres } from '../../src/database/client.js';
import { execute, queryRow, queryRows, type Sql, sql } from '../../src/database/query.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useDatabase } from '../support/database.js';
import { makeAccount } from '../support/make.js';

const Named = z.object({ name: z.string() });
const Versions = z.object({ name: z.string(), raised: z.number() });

describe('answers that are kept', () => {
  const database = useDatabase();
  let id: number;
  beforeAll(async () => {
    id = (await makeAccount(database.current, 'ADMIN')).id;
  });

  const nameOf = (account: number): Sql => sql`select c.name from account c where c.id = ${account}`;
  const rename = (name: string) =>
    database.current.transaction((tx) => tx.account.update({ where: { id }, data: { name } }));
  /** As a page does: the versions are read first, and nothing is compared. */
  const read = async (query: Sql, { reader, versions }: Database = database.current) => {
    const stored = await versions.read();
    return whileReading({ stored, compared: false }, async () => (await queryRow(reader, query, Named)).name);
  };
  const asked = () => database.current.answers.load().asked;
  const raisedBy = async (work: () => Promise<unknown>): Promise<string[]> => {
    const all = sql`select name, sum(raised) as raised from table_version where raised is not null group by name order by name`;
    const before = new Map(
      (await queryRows(database.current.reader, all, Versions)).map((one) => [one.name, one.raised]),
    );
    await work();
    const after = await queryRows(database.current.reader, all, Versions);
    return after.filter(({ name, raised }) => raised !== (before.get(name) ?? 0)).map(({ name }) => name);
  };

  it('know of every table whether it is followed: a migration that makes one ends with `select follow_tables()`', async () => {
    const unfollowed = sql`select c.relname::text as name from pg_class c where c.relnamespace = current_schema()::regnamespace
      and c.relkind = 'r' and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'note_inserted')
      order by 1`;
    const found = await queryRows(database.current.reader, unfollowed, Named);
    expect(found.map(({ name }) => name)).toEqual([
      ...['_prisma_migrations', 'data_version', 'sent_bytes', 'sent_form', 'session', 'table_version'],
    ]);
    const never = sql`select name from table_version where raised is null order by name`;
    expect((await queryRows(database.current.reader, never, Named)).map(({ name }) => name)).toEqual([
      ...['sent_bytes', 'sent_form', 'session'],
    ]);
  });

  it('are told which tables a transaction changed, and none by a statement that changed no row', async () => {
    expect(await raisedBy(() => rename('Satu'))).toEqual(['account']);
    const nothing = (where: Sql) => () =>
      database.current.transaction((tx) => execute(tx, sql`update account set name = '' where ${where}`));
    expect(await raisedBy(nothing(sql`false`))).toEqual([]);
    const takenBack = () =>
      database.current.transaction(async (tx) => {
        await execute(tx, sql`savepoint s`);
        await execute(tx, sql`update account set name = name`);
        await execute(tx, sql`rollback to savepoint s`);
        await execute(tx, sql`update region set name = name`);
      });
    expect(await raisedBy(takenBack)).toEqual(['region']);
  });

  it('of every table go when it changes, whatever it is called', async () => {
    const followed = sql`select t.tgrelid::regclass::text as name from pg_trigger t where t.tgname = 'note_inserted' order by 1`;
    const tables = await queryRows(database.current.reader, followed, Named);
    expect(tables.length).toBeGreaterThan(50);
    for (const { name } of tables) {
      // Raw, as a table cannot be a parameter.
      const question = sql`select count(*)::text as name from ${Prisma.raw(name)}`;
      await read(question);
      await database.current.transaction((tx) =>
        execute(tx, sql`select set_config('dampingan.written', ${name}, true)`),
      );
      const before = asked();
      await read(question);
      expect({ name, asked: asked() - before }).toEqual({ name, asked: 1 });
    }
  });

  it('are given again while their tables stand, to whoever asks the same and nobody else', async () => {
    await rename('Dua');
    const other = await makeAccount(database.current, 'BAPPEDA');
    expect(await read(nameOf(id))).toBe('Dua');
    const before = asked();
    expect(await read(nameOf(id))).toBe('Dua');
    await database.current.transaction((tx) => execute(tx, sql`update region set name = name`));
    expect(await read(nameOf(id))).toBe('Dua');
    expect(asked()).toBe(before);
    expect(await read(nameOf(other.id))).toBe(other.name);
    await rename('Tiga');
    expect(await read(nameOf(id))).toBe('Tiga');
    expect(asked()).toBe(before + 2);
  });

  it('stand for a page as of its request: others may write meanwhile, and once it writes itself it asks anew', async () => {
    const { reader, versions } = database.current;
    const elsewhere = () =>
      database.current.transaction((tx) => execute(tx, sql`update region set name = name`));
    const name = await read(nameOf(id));
    const stored = await versions.read();
    // Outside the page, as by somebody else.
    let write: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      write = resolve;
    }).then(elsewhere);
    await whileReading({ stored, compared: false }, async () => {
      const before = asked();
      write();
      await written;
      expect((await queryRow(reader, nameOf(id), Named)).name).toBe(name);
      expect(asked()).toBe(before);
      await rename('Empat');
      expect((await queryRow(reader, nameOf(id), Named)).name).toBe('Empat');
    });
  });

  it('are kept also of columns whose names begin like what answers by itself', async () => {
    const current = sql`select count(a.current_revision_id)::text as name from activity a`;
    await read(current);
    const before = asked();
    expect(await read(current)).toBe('0');
    expect(asked()).toBe(before);
    const today = sql`select current_date::text as name from activity limit 1`;
    for (let times = 0; times < 2; times++)
      await whileReading({ stored: await database.current.versions.read(), compared: false }, () =>
        queryRows(database.current.reader, today, Named),
      );
    expect(asked()).toBe(before);
  });

  it('are not what answers otherwise by itself, nor what is asked outside a page', async () => {
    await read(nameOf(id));
    const before = asked();
    for (let times = 0; times < 2; times++) {
      await read(sql`select now()::text as name from account limit 1`);
      await read(sql`select coalesce(max(s.id), '-') as name from session s`);
      await queryRow(database.current.reader, nameOf(id), Named);
    }
    expect(asked()).toBe(before);
  });

  it('of another process are never older than a write that was acknowledged', async () => {
    const server = inject('postgres');
    const here = sql`select current_database()::text as name`;
    const { name } = await queryRow(database.current.reader, here, Named);
    // The embedded database has one process alone.
    const others = server ? [openPostgres(`${server}/${name}`), openPostgres(`${server}/${name}`)] : [];
    let written = 0;
    const stale: string[] = [];
    const write = async () => {
      for (let turn = 1; turn <= 40; turn++) {
        await rename(`ke-${turn}`);
        written = turn;
      }
    };
    const look = async (process: Database) => {
      while (written < 40) {
        const known = written;
        const shown = await read(nameOf(id), process);
        if (Number(shown.replace('ke-', '')) < known) stale.push(`${shown} after ke-${known}`);
      }
    };
    await rename('ke-0');
    await Promise.all([write(), ...[database.current, ...others].flatMap((one) => [look(one), look(one)])]);
    expect(stale).toEqual([]);
    await Promise.all(others.map((one) => one.close()));
  });
});

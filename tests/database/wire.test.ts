import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openEmbedded } from '../../src/database/client.js';
import { queryRow, sql } from '../../src/database/query.js';

describe('the embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmbedded(null);
  });
  afterAll(() => database.close());
  const half = (of: number, by: number) =>
    queryRow(database.reader, sql`select ${of}::int / ${by}::int as n`, z.object({ n: z.number() }));

  it('answers the same questions after one that failed', async () => {
    expect(await half(8, 2)).toEqual({ n: 4 });
    await expect(half(8, 0)).rejects.toMatchObject({ code: '22012' });
    expect(await half(8, 4)).toEqual({ n: 2 });
    await expect(database.alone((run) => run.query('select 1/0'))).rejects.toMatchObject({ code: '22012' });
    expect(await half(9, 3)).toEqual({ n: 3 });
  });

  it('lets many ask at once, and a transaction finish before', async () => {
    const many = await Promise.all(Array.from({ length: 20 }, (_, at) => half(at * 2, 2)));
    expect(many.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, at) => at));
    await database.scripts((run) => run.exec('create table seen (n int)'));
    const inside = database.alone(async (run) => {
      await run.query('insert into seen values (1)');
      await run.query('insert into seen values (2)');
    });
    const [row] = await database.scripts((run) => run.query('select count(*)::int as n from seen'));
    await inside;
    expect(row).toEqual({ n: 2 });
  });
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queryRow, type Sql, sql } from '../../src/database/query.js';
import { useDatabase } from '../support/database.js';

describe('queries', () => {
  const database = useDatabase();

  it('leave no more than 300 prepared statements behind, however many filters are combined', async () => {
    const { reader } = database.current;
    for (let count = 0; count < 350; count++) {
      const query = sql`select n::int from (select ${count}::int as n) t where n >= 0 ${ors(count)}`;
      expect(await queryRow(reader, query, z.object({ n: z.number() }))).toEqual({ n: count });
    }
    const kept = sql`select count(*) as n from pg_prepared_statements`;
    expect((await queryRow(reader, kept, z.object({ n: z.number() }))).n).toBeLessThanOrEqual(300);
  });
});

const ors = (count: number): Sql => (count === 0 ? sql`` : sql`or false ${ors(count - 1)}`);

import { z } from 'zod';
import { type Sql, sql } from '../database/query.js';
import { linesOf } from '../web/list.js';

const Line = z.object({
  category_code: z.string().nullable(),
  category: z.string().nullable(),
  strategy: z.string().nullable(),
  unit: z.string().nullable(),
  target: z.number().nullable(),
  realised: z.number().nullable(),
  beneficiaries: z.number().nullable(),
  funding: z.string().nullable(),
  planned: z.number().nullable(),
  spent: z.number().nullable(),
  sk: z.string().nullable(),
});

/** The SK of the list in force on the day of a revision, where the village of activity `a` stands in it. */
export const skOfDay = (
  revision: Sql,
): Sql => sql`(select o.sk_number from (select l.id, l.sk_number from lokus_list l
    where l.region_code = a.region_code and l.status = 'FIXED' and l.year <= extract(year from ${revision}.starts_on)
    order by l.year desc, l.edition desc limit 1) o
  join lokus_member m on m.list_id = o.id and m.village_code = a.village_code)`;

/** The lines of revision `s`, each with what a pivot table groups and adds up; an activity without any is one row. */
export const activityLines = linesOf({
  join: sql`left join activity_line l on l.revision_id = s.id left join category c on c.code = l.category_code
    left join funding_source f on f.code = l.funding_code`,
  select: sql`c.code as category_code, c.name as category, c.strategy::text, c.unit, l.target, l.realised,
    l.beneficiaries, f.name as funding, l.planned_rupiah as planned, l.spent_rupiah as spent, ${skOfDay(sql`s`)} as sk`,
  order: sql`l.position`,
  row: Line,
  columns: [
    { key: 'kode_jenis', label: 'Kode jenis bantuan', value: (row) => row.category_code },
    { key: 'jenis', label: 'Jenis bantuan', value: (row) => row.category },
    { key: 'strategi', label: 'Strategi', value: (row) => row.strategy },
    { key: 'didanai', label: 'Didanai', kind: 'number', unit: 'kolom satuan', value: (row) => row.target },
    {
      key: 'terealisasi',
      label: 'Terealisasi',
      kind: 'number',
      unit: 'kolom satuan',
      value: (row) => row.realised,
    },
    { key: 'satuan', label: 'Satuan', value: (row) => row.unit },
    {
      key: 'penerima',
      label: 'Penerima',
      kind: 'number',
      unit: 'jiwa',
      value: (row) => row.beneficiaries,
    },
    { key: 'sumber_dana', label: 'Sumber dana', value: (row) => row.funding },
    { key: 'rupiah_rencana', label: 'Dana rencana', kind: 'rupiah', value: (row) => row.planned },
    { key: 'rupiah_terpakai', label: 'Dana terpakai', kind: 'rupiah', value: (row) => row.spent },
    { key: 'sk_lokus', label: 'SK daftar lokus pada hari itu', value: (row) => row.sk },
  ],
});

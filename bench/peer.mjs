// A peer: the straightforward page of this stack, Express with EJS and Prisma's findMany, without session or layout.
import ejs from 'ejs';
import express from 'express';
import { openPostgres } from '../dist/database/client.js';

const database = openPostgres(process.env.DATABASE_URL);
const template = ejs.compile(
  '<!doctype html><table><% for (const row of rows) { %><tr><td><%= row.villageCode %></td><td><%= row.name %></td><td><%= row.village.kecamatan.name %></td><td><%= row.origin %></td><td><%= row.village.assignments.map((one) => one.agency.shortName).join(", ") %></td></tr><% } %></table>',
);
const app = express();
app.get('/', async (_request, response) => {
  const rows = await database.reader.lokusMember.findMany({
    where: { list: { year: 2022 } },
    orderBy: { villageCode: 'asc' },
    take: 50,
    include: {
      village: {
        include: { kecamatan: true, assignments: { where: { endsOn: null }, include: { agency: true } } },
      },
    },
  });
  response.type('html').send(template({ rows }));
});
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`siap di http://localhost:${server.address().port}\n`),
);

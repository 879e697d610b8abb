// The floor: bare node:http and pg, one prepared query, the rows of the page as an HTML table and nothing else.
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const text = process.env.FLOOR_SQL;
const values = JSON.parse(process.env.FLOOR_VALUES);
const escaped = (value) => String(value ?? '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const server = createServer(async (_request, response) => {
  const { rows } = await pool.query({ name: 'floor', text, values });
  let html = '<!doctype html><table>';
  for (const row of rows) {
    html += '<tr>';
    for (const key in row) html += `<td>${escaped(row[key])}</td>`;
    html += '</tr>';
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`${html}</table>`);
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`siap di http://127.0.0.1:${server.address().port}\n`),
);

// The light floor: bare node:http and pg, one prepared query of 50 ready rows, written as an HTML table and nothing else.
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const query = { name: 'floor', text: 'select * from floor_row order by code limit 50' };
const escaped = (value) => String(value ?? '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const server = createServer(async (_request, response) => {
  const { rows } = await pool.query(query);
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
  process.stdout.write(`siap di http://localhost:${server.address().port}\n`),
);

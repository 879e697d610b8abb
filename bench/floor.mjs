// The light floors: bare node:http and pg, one prepared query of ready rows, written as an HTML table and nothing else:
// 50 rows of the official list, and the cells of the matrix.
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const list = { name: 'list', text: 'select * from floor_row order by code limit 50' };
const cells = { name: 'cells', text: 'select * from floor_cell order by village, position' };
const escaped = (value) => String(value ?? '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function listed(rows) {
  let html = '';
  for (const row of rows) {
    html += '<tr>';
    for (const key in row) html += `<td>${escaped(row[key])}</td>`;
    html += '</tr>';
  }
  return html;
}

function crossed(rows) {
  let html = '';
  let village = '';
  for (const row of rows) {
    if (row.village !== village) html += `<tr><th>${escaped(row.village)}</th>`;
    village = row.village;
    html += row.told
      ? `<td>${escaped(row.left)}<span>${escaped(row.delivered)}/${escaped(row.baseline)}</span></td>`
      : '<td></td>';
  }
  return html;
}

const server = createServer(async ({ url }, response) => {
  const isMatrix = url === '/matriks';
  const { rows } = await pool.query(isMatrix ? cells : list);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><table>${isMatrix ? crossed(rows) : listed(rows)}</table>`);
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`siap di http://localhost:${server.address().port}\n`),
);

import { type Printed, toCsv, toJson } from '../ranking/output.js';
import { exportRows, type TableFormat } from '../web/export.js';
import { file, type Reply } from '../web/reply.js';

/** The result as a file, byte for byte what the command line prints. */
export function download(format: TableFormat, rows: Printed): Reply {
  switch (format) {
    case 'csv':
      return file('peringkat.csv', 'text/csv; charset=utf-8', toCsv(rows));
    case 'json':
      return file(null, 'application/json; charset=utf-8', toJson(rows));
    default:
      return table(format, rows);
  }
}

function table(format: TableFormat, { names, rows }: Printed): Reply {
  const columns = names.map((key, at) => ({
    key,
    value: (cells: (typeof rows)[number]) => {
      const { text: value, kind } = cells[at] as (typeof cells)[number];
      if (value === '') return null;
      return kind === 'number' ? Number(value) : value;
    },
  }));
  return exportRows('peringkat', format, columns, rows);
}

import type { Config } from '../config.js';
import type { Database } from '../database/client.js';
import { loadSample } from '../sample/load.js';
import type { Io } from './io.js';

/** `dampingan contoh muat`: the labelled sample, into an empty database only and never in production. */
export async function loadSampleOnDemand(database: Database, config: Config, io: Io): Promise<number> {
  if (config.production) {
    io.stderr.write('Data contoh tidak dimuat di produksi.\n');
    return 1;
  }
  if ((await database.reader.account.count()) > 0) {
    io.stderr.write('Basis data ini sudah punya akun; data contoh hanya untuk yang kosong.\n');
    return 1;
  }
  await loadSample(database, config, new Date());
  io.stdout.write(
    'Data contoh dimuat. Akun: bappeda, koordinator, opd, desa, admin; sandi desa-dampingan.\n',
  );
  return 0;
}

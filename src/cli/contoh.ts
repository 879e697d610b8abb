import { type Config, ConfigError } from '../config.js';
import type { Database } from '../database/client.js';
import { loadSample, SAMPLE_REGION } from '../sample/load.js';
import type { Io } from './io.js';

/** @throws ConfigError in production, and for a kabupaten of which the sample tells nothing. */
export function refuseSample(config: Config): void {
  if (config.production) throw new ConfigError('Data contoh tidak dimuat di produksi.');
  if (config.regionCode !== SAMPLE_REGION)
    throw new ConfigError(`Data contoh hanya ada untuk WILAYAH ${SAMPLE_REGION}.`);
}

/** `dampingan contoh muat`: the labelled sample, into an empty database. */
export async function loadSampleOnDemand(database: Database, config: Config, io: Io): Promise<number> {
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

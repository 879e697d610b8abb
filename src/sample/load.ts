import { change, system } from '../audit/change.js';
import { hashPassword } from '../auth/password.js';
import type { Config } from '../config.js';
import type { Database } from '../database/client.js';

/** The password of every demo account. */
export const DEMO_PASSWORD = 'desa-dampingan';

/** Loads the labelled sample data into a database that has neither accounts nor sample. */
export async function loadSampleOnce(
  database: Database,
  config: Config,
  say: (line: string) => void,
): Promise<void> {
  if ((await database.reader.account.count()) > 0) return;
  say('Memuat data contoh (sekali saja)…');
  await loadSample(database, config.regionCode);
}

async function loadSample(database: Database, regionCode: string): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const agency = await database.reader.agency.findFirstOrThrow({
    where: { regionCode, shortName: 'Dinkes' },
  });
  const village = await database.reader.village.findFirstOrThrow({ where: { regionCode } });
  await change(database, system(regionCode, 'Data contoh'), 'system.sample', async (tx) => {
    const common = { regionCode, passwordHash, isDemo: true };
    await tx.account.createMany({
      data: [
        { ...common, username: 'bappeda', name: 'Analis Bappeda', role: 'BAPPEDA' },
        { ...common, username: 'koordinator', name: 'Koordinator', role: 'KOORDINATOR' },
        { ...common, username: 'opd', name: 'Petugas', role: 'OPD', agencyId: agency.id },
        { ...common, username: 'desa', name: 'Pemerintah desa', role: 'DESA', villageCode: village.code },
        { ...common, username: 'admin', name: 'Admin', role: 'ADMIN' },
      ],
    });
    await tx.region.update({ where: { code: regionCode }, data: { sampleLoadedAt: new Date() } });
    return {
      result: undefined,
      fact: { subjectType: 'wilayah', subjectId: regionCode, summary: 'Data contoh dimuat' },
    };
  });
}

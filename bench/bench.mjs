// Everything is a ratio within one run: absolute times say more about the machine than about the portal.
import { benchImport } from './import.mjs';
import { nation } from './places.mjs';
import { benchPortal } from './portal.mjs';
import { benchRanking } from './ranking.mjs';
import { dropDatabase, freshDatabase, printTable } from './setting.mjs';

const places = await nation();
await benchRanking(places);
await benchPortal();
await freshDatabase();
await benchImport(places);
await dropDatabase();
printTable();
process.exit();

// Drills: `npm run drill` runs all, `npm run drill stall` one of them. They print tables for docs/reliability.md.

import { stall } from './stall.mjs';
import { starts } from './starts.mjs';

const drills = { stall, starts };
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(drills)) await drills[name]();

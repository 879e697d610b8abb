import sharp from 'sharp';
import { newForm, sendForm } from './drills/support/forms.mjs';
import { crowd, quantile, send, signedIn } from './drills/support/people.mjs';
import { pause } from './drills/support/processes.mjs';
import { postgres } from './drills/support/places.mjs';
import { loopDelay } from './bench/delay.mjs';
const rounds = Number(process.argv[2] ?? 5);
await postgres.prepare();
const place = await postgres.place();
const portal = await place.start();
const [officer] = await signedIn(portal, place, 1, ['OPD']);
const noise = { width: 1_000, height: 750, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 } };
const bytes = await sharp({ create: noise }).resize(4_000, 3_000).jpeg({ quality: 80 }).toBuffer();
console.log('photo', bytes.length);
const files = Array.from({ length: 6 }, (_, at) => [`${at}.jpg`, bytes]);
const forms = async (n, tag) => { for (let i = 0; i < n; i++) await sendForm({ ...newForm(officer, `foto ${tag} ${i}.`), files }); };
const look = () => pause(7000);
async function during(name, work) {
  const other = crowd([portal], { think: 5, doing: ({ port }) => send(port, { path: '/masuk' }) });
  await loopDelay(portal); const t = performance.now(); const [r0, w0] = sched(); const c0 = cpuAll();
  await work();
  const stop = await loopDelay(portal); const a = await other.stop();
  const [r1, w1] = sched(); const r = { main: r1 - r0, waited: w1 - w0, cpu: cpuAll() - c0, longest: quantile(a, 1), p99: quantile(a, 0.99), stop, n: a.length, s: (performance.now() - t) / 1000 };
  (all[name] ??= []).push(r);
  console.log(name, Object.entries(r).map(([k, v]) => `${k} ${v.toFixed(k==='n'?0:1)}`).join('  '));
}
const all = {};
import { readFileSync, readdirSync } from 'node:fs';
const sched = () => readFileSync(`/proc/${portal.pid}/task/${portal.pid}/schedstat`, 'utf8').split(' ').slice(0,2).map((n) => Number(n) / 1e6);
const cpuAll = () => { const f = readFileSync(`/proc/${portal.pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(f[11]) + Number(f[12])) * 10; };

await forms(1, 'warm'); await look();
for (let r = 0; r < rounds; r++) {
  await during('idle', () => pause(8000));
  await during('receive', () => forms(6, `r${r}`));
  await during('look', look);
}
const med = (v) => [...v].sort((a, b) => a - b)[v.length >> 1];
for (const [n, rs] of Object.entries(all)) console.log('MEDIAN', n, 'longest', med(rs.map((r) => r.longest)).toFixed(1), 'p99', med(rs.map((r) => r.p99)).toFixed(1), 'stop', med(rs.map((r) => r.stop)).toFixed(1), 'main', med(rs.map((r) => r.main / r.s)).toFixed(0), 'ms/s; waited', med(rs.map((r) => r.waited / r.s)).toFixed(0), 'ms/s; per photo main', med(rs.map((r) => r.main)).toFixed(0));
await portal.stop(); await place.drop(); process.exit();

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { number } from '../core/format.js';
import type { Reader } from '../database/client.js';
import type { Finding } from './checks.js';

const STORED = /^[0-9a-f]{64}$/;
/** Names told; of the rest the number. */
const TOLD = 5;

/** Sets the folder of evidence beside the rows that name its files, and each file beside its name. */
export async function evidenceFindings(db: Reader, folder: string): Promise<Finding[]> {
  const rows = await db.storedFile.findMany({
    select: { sha256: true },
    where: { OR: [{ evidence: { some: {} } }, { deliveries: { some: {} } }, { spotCases: { some: {} } }] },
  });
  const waiting = await db.storedFile.findMany({ select: { sha256: true } });
  const named = new Set(rows.map((one) => one.sha256));
  const known = new Set(waiting.map((one) => one.sha256));
  const there = (await readdir(folder).catch(() => [] as string[])).filter((name) => STORED.test(name));
  const standing = new Set(there);
  const altered: string[] = [];
  for (const name of there) if ((await sha256Of(path.join(folder, name))) !== name) altered.push(name);
  return [
    ...told(
      [...named].filter((name) => !standing.has(name)),
      'berkas bukti hilang',
      'Pulihkan berkas itu dari folder bukti cadangan.',
    ),
    ...told(altered, 'berkas bukti berubah isinya', 'Ganti berkas itu dengan yang di folder bukti cadangan.'),
    ...orphans(there.filter((name) => !known.has(name))),
    ...(named.size > 0 && altered.length === 0 && [...named].every((name) => standing.has(name))
      ? [{ what: 'Bukti', state: 'baik' as const, text: `${number(named.size)} berkas bukti ada dan utuh.` }]
      : []),
  ];
}

const told = (names: string[], what: string, todo: string): Finding[] =>
  names.length === 0
    ? []
    : [{ what: 'Bukti', state: 'rusak', text: `${number(names.length)} ${what}: ${some(names)}.`, todo }];

const some = (names: string[]) =>
  [...names.slice(0, TOLD), ...(names.length > TOLD ? [`dan ${number(names.length - TOLD)} lagi`] : [])].join(
    ', ',
  );

/** Files of forms that were never finished; swept a day later. */
const orphans = (names: string[]): Finding[] =>
  names.length === 0
    ? []
    : [
        {
          what: 'Bukti',
          state: 'baik',
          text: `${number(names.length)} berkas menunggu formulirnya; yang tidak jadi dipakai dihapus sehari kemudian.`,
        },
      ];

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

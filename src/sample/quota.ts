import type { Doing } from '../audit/act.js';
import type { Database } from '../database/client.js';
import { addMember, removeMember } from '../lokus/edit.js';

export const QUOTA = 79;

export async function codesOf(database: Database, listId: number): Promise<string[]> {
  const members = await database.reader.lokusMember.findMany({
    where: { listId },
    orderBy: { villageCode: 'asc' },
  });
  return members.map((member) => member.villageCode);
}

/** The best of a kecamatan that has none, and the best kelurahan, come in as additions with a reason; never `except`. */
export async function coverEveryKecamatan(
  doing: Doing,
  id: number,
  runId: number,
  except: Set<string>,
): Promise<void> {
  const results = await doing.database.reader.rankingResult.findMany({
    where: { runId },
    orderBy: { position: 'asc' },
  });
  const members = new Set(await codesOf(doing.database, id));
  const kecamatan = new Set([...members].map((code) => code.slice(0, 8)));
  for (const { villageCode: code } of results) {
    const place = code.slice(0, 8);
    const wanted =
      !kecamatan.has(place) || (code[9] === '1' && ![...members].some((member) => member[9] === '1'));
    if (!wanted || members.has(code) || except.has(code)) continue;
    const reason = 'Hasil rakor: tiap kecamatan punya desa dampingan.';
    await addMember(doing, id, { code, reason, agencyId: null });
    members.add(code);
    kecamatan.add(place);
  }
}

/** The last of the order make room, each with its reason, and no kecamatan is left empty. */
export async function shrinkToQuota(doing: Doing, id: number): Promise<void> {
  const members = await doing.database.reader.lokusMember.findMany({
    where: { listId: id },
    orderBy: [{ rank: 'desc' }, { villageCode: 'desc' }],
  });
  let surplus = members.length - QUOTA;
  const left = new Map<string, number>();
  for (const member of members) left.set(member.kecamatanCode, (left.get(member.kecamatanCode) ?? 0) + 1);
  for (const member of members) {
    const there = left.get(member.kecamatanCode) ?? 0;
    if (surplus <= 0 || there < 2 || member.origin !== 'HITUNGAN') continue;
    await removeMember(
      doing,
      id,
      member.villageCode,
      'Kuota dipakai desa lanjutan; diusulkan tahun berikutnya.',
    );
    left.set(member.kecamatanCode, there - 1);
    surplus -= 1;
  }
}

/** The next in the order take the places of those that are tuntas, each with its reason; never `except`. */
export async function fillToQuota(
  doing: Doing,
  id: number,
  runId: number,
  except: (code: string) => boolean,
): Promise<void> {
  const members = new Set(await codesOf(doing.database, id));
  const results = await doing.database.reader.rankingResult.findMany({
    where: { runId },
    orderBy: { position: 'asc' },
  });
  for (const { villageCode: code } of results) {
    if (members.size >= QUOTA) return;
    if (members.has(code) || except(code)) continue;
    const reason = 'Pengganti desa yang sudah tuntas, menurut urutan hitungan.';
    await addMember(doing, id, { code, reason, agencyId: null });
    members.add(code);
  }
}

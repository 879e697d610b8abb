import { describe, expect, it } from 'vitest';
import { execute, sql } from '../../src/database/query.js';
import { drawSample, fingerprint, readFrame } from '../../src/spotcheck/draw.js';
import { makeAccount, makeVerified } from '../support/make.js';
import { type Browser, usePortal, words } from '../support/portal.js';
import { STORY } from '../support/story.js';

describe('a spot check', STORY, () => {
  const portal = usePortal();
  const people = {} as Record<'bappeda' | 'coordinator' | 'opd' | 'stranger', Browser>;
  const at = { check: '', id: 0 };
  const cases = () => portal.services.db.spotCase.findMany({ orderBy: { id: 'asc' } });
  const found = { temuan: 'SESUAI', tanggal: '2026-11-18', catatan: '' };

  it('freezes which activities can be drawn: verified, delivered, of its days', async () => {
    const { database } = portal.services;
    people.bappeda = await portal.as(await makeAccount(database, 'BAPPEDA'));
    people.coordinator = await portal.as(await makeAccount(database, 'KOORDINATOR'));
    people.opd = await portal.as(await makeAccount(database, 'OPD'));
    people.stranger = await portal.as();
    for (let day = 1; day <= 12; day++)
      await makeVerified(database, { startsOn: new Date(Date.UTC(2026, 2, day)), title: `Kegiatan ${day}` });
    await makeVerified(database, { workStatus: 'RENCANA', realised: null, startsOn: new Date('2026-03-05') });
    await makeVerified(database, { startsOn: new Date('2025-03-05') });
    const form = { dari: '2026-01-01', sampai: '2026-11-01', bagian: '15' };
    await people.bappeda.post('/uji-petik/baru', { ...form, bagian: '0' }).expect(422);
    await people.bappeda.post('/uji-petik/baru', { ...form, sampai: '2025-01-01' }).expect(422);
    await people.bappeda.post('/uji-petik/baru', { ...form, dari: '2026-06-01' }).expect(422);
    await people.coordinator.post('/uji-petik/baru', form).expect(403);
    at.check = (await people.bappeda.post('/uji-petik/baru', form)).headers.location as string;
    at.id = Number(at.check.split('/').at(-1));
    expect(words(await people.bappeda.get(at.check))).toContain('12 kegiatan dari 1 OPD');
  });

  it('shows everybody the fingerprint of the frame before the seed is drawn', async () => {
    const page = words(await people.stranger.get('/uji-petik/umum'));
    const file = (await people.stranger.get(`/uji-petik/umum/${at.id}/kerangka.csv`)).text;
    expect(page).toContain(fingerprint(file));
    expect(page).toContain('sampel belum diundi');
    expect(readFrame(file)).toHaveLength(12);
    await people.stranger.get('/uji-petik/umum/999/kerangka.csv').expect(404);
  });

  it('draws the seed once, and keeps it to itself until all is looked at', async () => {
    await people.coordinator.post(`${at.check}/undi`).expect(403);
    await people.bappeda.post(`${at.check}/undi`).expect(303);
    expect(await cases()).toHaveLength(2);
    const { seed } = await portal.services.db.spotCheck.findFirstOrThrow();
    const again = await people.bappeda.post(`${at.check}/undi`);
    expect(words(await people.bappeda.get(again.headers.location as string))).toContain(
      'Sampel sudah diundi',
    );
    for (const browser of [people.stranger, people.bappeda]) {
      const address = browser === people.stranger ? '/uji-petik/umum' : at.check;
      const page = words(await browser.get(address));
      expect(page).not.toContain(seed as string);
      expect(page).toContain(fingerprint(seed as string));
    }
    const trail = await portal.services.db.auditEntry.findMany({ where: { action: 'spotcheck.draw' } });
    expect(JSON.stringify(trail.map(({ summary, after }) => [summary, after]))).not.toContain(seed as string);
  });

  it('tells an OPD of its cases with what was found', async () => {
    const [first] = await cases();
    const page = `/uji-petik/kasus/${first?.id}`;
    await people.opd.get(page).expect(404);
    expect(words(await people.opd.get(at.check))).toContain('0 kasus');
    await people.opd.post(`${page}/temuan`, found).expect(403);
    await people.coordinator.post(`${page}/temuan`, { ...found, temuan: '' }).expect(422);
    await people.coordinator.post(`${page}/temuan`, { ...found, tanggal: '2026-12-01' }).expect(422);
    const refused = await people.coordinator
      .post(`${page}/temuan`, { ...found, temuan: 'TIDAK_SESUAI' })
      .expect(422);
    expect(words(refused)).toContain('Tulis apa yang ditemukan.');
    await people.coordinator
      .post(`${page}/temuan`, { ...found, temuan: 'TIDAK_SESUAI', catatan: 'Hanya dua unit.' })
      .expect(303);
    expect(words(await people.opd.get(page))).toContain('Hanya dua unit.');
    expect(words(await people.opd.get('/beranda'))).toContain('Uji petik: Tidak sesuai');
    expect(words(await people.opd.get(at.check))).toContain('1 kasus');
  });

  it('is decided once: who comes second is told by whom', async () => {
    const [first] = await cases();
    const answer = await people.bappeda.post(`/uji-petik/kasus/${first?.id}/temuan`, found).expect(409);
    expect(words(answer)).toContain('Kasus ini berubah sejak halaman Anda dibuka');
  });

  it('is not looked at by who verified it', async () => {
    const [, second] = await cases();
    const { reviewerId } = await portal.services.db.activityRevision.findFirstOrThrow({
      where: { activityId: second?.activityId ?? 0 },
    });
    const own = await portal.as({ id: reviewerId as number });
    const page = `/uji-petik/kasus/${second?.id}`;
    expect(words(await own.get(page))).toContain('temuannya dicatat orang lain');
    await own.post(`${page}/temuan`, found).expect(403);
  });

  it('closes with its last case: rate and seed are public, and draw the same sample again', async () => {
    const [first, second] = await cases();
    await people.bappeda.post(`/uji-petik/kasus/${second?.id}/temuan`, found).expect(303);
    const { seed, share } = await portal.services.db.spotCheck.findFirstOrThrow();
    const page = words(await people.stranger.get('/uji-petik/umum'));
    expect(page).toContain(`--benih ${seed} --bagian ${share}`);
    expect(page).toContain('50,0 % sesuai, antara 1,3 % dan 98,7 %.');
    const file = (await people.stranger.get(`/uji-petik/umum/${at.id}/kerangka.csv`)).text;
    const sample = drawSample(readFrame(file) ?? [], seed as string, share).map((row) => row.activity);
    expect(new Set(sample)).toEqual(new Set([first?.activityId, second?.activityId]));
    expect(words(await people.stranger.get('/'))).toContain('Dari 2 kegiatan yang diundi dan diperiksa');
    expect(words(await people.bappeda.get(at.check))).toContain('Tingkat kesesuaian menurut OPD');
  });

  it.each([
    sql`update spot_check set share = 20`,
    sql`update spot_check set seed = 'x'`,
    sql`update spot_frame set agency_name = 'x'`,
    sql`update spot_case set finding = 'SESUAI'`,
    sql`delete from spot_case`,
    sql`insert into spot_frame (check_id, activity_id, revision_id, agency_id, agency_name)
      select 1, a.id, a.verified_revision_id, a.agency_id, 'x' from activity a
      where a.id not in (select activity_id from spot_frame) limit 1`,
    sql`insert into spot_case (check_id, activity_id) select w.check_id, w.activity_id from spot_frame w
      where w.activity_id not in (select activity_id from spot_case) limit 1`,
  ])('never changes afterwards: %#', async (statement) => {
    const tried = portal.services.database.transaction((tx) => execute(tx, statement));
    await expect(tried).rejects.toThrow(/frozen/);
  });
});

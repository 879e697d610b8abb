import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { photoOf } from '../../bench/scenes.mjs';
import { doingAs } from '../../src/audit/act.js';
import { farFrom, usualOf } from '../../src/flags/quantity.js';
import { assess } from '../../src/needs/assess.js';
import { lookAround } from '../../src/sweep.js';
import { FIVE, setScene } from '../activities/scene.js';
import { GOMBONG, makeVersion } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';

const about = (middle: number) =>
  [0.8, 0.9, 0.95, 1, 1, 1.05, 1.1, 1.25].map((one) => Math.round(one * middle));

describe('how far a quantity is from earlier ones', () => {
  it('is told by the median and its deviations, upward and downward alike', () => {
    expect(farFrom(usualOf(about(100)), 140)).toBeNull();
    expect(farFrom(usualOf(about(100)), 1_000)).toBe(100);
    expect(farFrom(usualOf(about(100)), 10)).toBe(100);
  });

  it('does not call a little more odd where all were the same', () => {
    expect(farFrom(usualOf(Array(10).fill(20)), 25)).toBeNull();
    expect(farFrom(usualOf(Array(10).fill(20)), 200)).toBe(20);
  });

  it('says nothing where the earlier ones are scattered, nor of nothing', () => {
    expect(farFrom(usualOf([1, 4, 20, 90, 300, 900, 2_000, 5_000]), 20_000)).toBeNull();
    expect(farFrom(usualOf(about(100)), 0)).toBeNull();
  });
});

describe('the flags of a report', () => {
  const portal = usePortal();
  const flagsOf = async (fields: Record<string, string>) => {
    const scene = await setScene(portal);
    const id = await scene.log(fields);
    return words(await scene.asCoordinator.get(`/kegiatan/${id}`));
  };

  it('tell of more than is left of a need, since its assessment alone', async () => {
    const { database, clock } = portal.services;
    const { coordinator } = await setScene(portal);
    await assess(doingAs(database, coordinator, clock.now()), {
      villageCode: GOMBONG,
      assessedOn: new Date('2026-11-10'),
      source: 'ASESMEN',
      note: null,
      needs: [{ categoryCode: 'JMB', baseline: 5, target: null }],
    });
    expect(await flagsOf({ jumlah: '12' })).toContain('Melebihi kebutuhan');
    expect(await flagsOf({ jumlah: '5' })).not.toContain('Melebihi kebutuhan');
    expect(await flagsOf({ jumlah: '12', hari: '2026-11-05' })).not.toContain('Melebihi kebutuhan');
  });

  it('tell of more people helped than live there', async () => {
    await makeVersion(portal.services.database, 'DESIL1', { [GOMBONG]: 100 });
    expect(await flagsOf({ penerima: '1999999' })).toContain('Melebihi penduduk');
  });

  it('tell of a file that stands in another activity, not of one that was only corrected', async () => {
    const scene = await setScene(portal);
    const [first, second] = [await scene.log({ jumlah: '12' }), await scene.log({ jumlah: '13' })];
    const file = { sha256: 'a'.repeat(64), fileName: 'foto.jpg' };
    const revisions = [await scene.current(first), await scene.current(second)];
    await portal.services.database.transaction(async (tx) => {
      await tx.storedFile.create({ data: { sha256: file.sha256, mediaType: 'image/jpeg', byteSize: 1 } });
      for (const { revision } of revisions)
        await tx.evidence.create({ data: { ...file, revisionId: revision.id, position: 0 } });
    });
    const told = words(await scene.asCoordinator.get(`/kegiatan/${second}`));
    expect(told).toContain('Bukti pernah dipakai foto.jpg sama dengan bukti');
    await scene.press(scene.asOfficer, first, 'tarik');
    expect(words(await scene.asCoordinator.get(`/kegiatan/${second}`))).not.toContain('Bukti pernah dipakai');
  });

  it('tell of a photo that looks like one of another activity, to whoever reads both, until it is gone', async () => {
    const scene = await setScene(portal);
    const photo = await photoOf(7);
    const send = async (bytes: Buffer, jumlah: string, aksi = 'ajukan') => {
      const file = { field: 'bukti', name: 'lapangan.jpg', bytes };
      const answer = await scene.asOfficer.upload('/kegiatan', { ...FIVE, jumlah, aksi }, [file]);
      return Number(answer.headers.location?.split('/')[2]);
    };
    const first = await send(photo, '15');
    const changed = await sharp(photo)
      .extract({ left: 30, top: 20, width: 740, height: 560 })
      .resize(500)
      .jpeg({ quality: 50 })
      .toBuffer();
    const draft = await send(await sharp(photo).jpeg({ quality: 30 }).toBuffer(), '17', 'draf');
    const second = await send(changed, '16');
    await lookAround(portal.services);
    const flagsOf = async (id: number, browser = scene.asCoordinator) =>
      words(await browser.get(`/kegiatan/${id}`));
    const { text } = await scene.asCoordinator.get(`/kegiatan/${second}`);
    expect(text).toContain('Foto mirip pernah dipakai');
    for (const id of [first, second]) {
      const { revision } = await scene.current(id);
      const small = `/kegiatan/${id}/bukti/${revision.evidence[0]?.id}?ukuran=kecil`;
      expect(text.split('photos-both')[1]).toContain(small);
      await scene.asCoordinator.get(small).expect(200);
    }
    expect(text).not.toContain(`/kegiatan/${draft}`);
    expect(await flagsOf(first)).toContain('Foto mirip pernah dipakai');
    await scene.press(scene.asOfficer, first, 'tarik');
    expect(await flagsOf(second)).not.toContain('Foto mirip pernah dipakai');
  });

  it('tell of days long gone', async () => {
    expect(await flagsOf({ hari: '2026-03-01' })).toContain('Lama baru dicatat');
    expect(await flagsOf({})).not.toContain('Lama baru dicatat');
  });
});

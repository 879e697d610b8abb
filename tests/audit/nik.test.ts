import { describe, expect, it } from 'vitest';
import { change, system } from '../../src/audit/change.js';
import { REGION } from '../support/make.js';
import { usePortal } from '../support/portal.js';

describe('the trail', () => {
  const portal = usePortal();
  const tell = (summary: string, after?: object, before?: object) =>
    change(portal.services.database, system(REGION), 'system.places', async () => ({
      result: undefined,
      fact: { subjectType: 'uji', subjectId: 1, summary, after: after as never, before: before as never },
    }));
  const told = () => portal.services.db.auditEntry.count({ where: { subjectType: 'uji' } });

  it('takes no number like a NIK, in its sentence or in what is new', async () => {
    const before = await told();
    await expect(tell('Akun 3327031203560004 dibuat')).rejects.toThrow(/perlu diperbaiki/);
    await expect(tell('Akun dibuat', { baris: [{ nama: '3327-0312-0356-0004' }] })).rejects.toThrow();
    expect(await told()).toBe(before);
  });

  it('takes codes, checksums, numbers of decrees, money and dates', async () => {
    const before = await told();
    await tell('Lokus 2026 ditetapkan, SK 188.4/705/TAHUN 2026 tanggal 14 Februari 2026', {
      kode: ['33.27.03.2001', '33.27.03.2002'],
      sha256: '12345678901234567890123456789012ab1234567890123456cd567890123456',
      rupiah: 9_000_000_000_000,
      mulai: '2026-11-15',
      sampai: '2026-11-16T00:00:00.000Z',
      dana: 'Rp 12.500.000.000',
    });
    expect(await told()).toBe(before + 1);
  });

  it('masks in what was before, so that such a number can still be taken out', async () => {
    await tell('Nama diubah', { nama: 'Petugas' }, { nama: 'Petugas 3327031203560004' });
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({ where: { summary: 'Nama diubah' } });
    expect(entry.before).toEqual({ nama: '3327••••••••0004' });
  });
});

import { describe, expect, it } from 'vitest';
import { sortTyped } from '../../src/activities/form.js';
import { withoutValues } from '../../src/failure.js';
import { safeFileName, text } from '../../src/web/form.js';
import { usePortal } from '../support/portal.js';

describe('text from outside', () => {
  const portal = usePortal();

  it('loses the signs that a workbook cannot hold, and keeps lines and every letter', () => {
    const read = (value: string) => text('Judul').parse(value);
    expect(read('Jamban\uffff\u0007 \ud800baru\u200b')).toBe('Jamban baru\u200b');
    expect(read('satu\r\ndua\ttiga 🏡')).toBe('satu\ndua\ttiga 🏡');
    expect(() => read('\uffff')).toThrow();
    expect(safeFileName('C:\\foto\u202e\u0000gpj.exe')).toBe('fotogpj.exe');
  });

  it('names evidence by ids alone; a longer number is no evidence', () => {
    const { removeEvidence } = sortTyped({ hapus_bukti: ['7', '3327031203567890', 'x', '-1', ''] });
    expect(removeEvidence).toEqual([7]);
  });

  it('never reaches the log through the message of an error', async () => {
    const { db } = portal.services;
    const wrong = await db.evidence.findFirst({ where: { id: 3327031203567890 } }).catch((error) => error);
    expect(String(wrong)).toContain('3327031203567890');
    const facts = withoutValues(wrong);
    expect(JSON.stringify(facts)).not.toContain('3327031203567890');
    expect(facts.type).toContain('Prisma');
    expect(withoutValues(new Error('the query answered with no row'))).toMatchObject({
      type: 'Error',
      message: 'the query answered with no row',
    });
  });
});

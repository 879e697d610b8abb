import { actOnOne, type Doing, type Nothing, type Subject, target } from '../audit/act.js';
import { type By, change } from '../audit/change.js';
import { calendarDay } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Database, Writer } from '../database/client.js';
import { keepFormerName } from '../database/former-names.js';
import { execute, sql } from '../database/query.js';
import type { Category } from '../generated/prisma/client.js';
import type { Strategy } from '../generated/prisma/enums.js';
import { CATEGORY } from '../kept/keep.js';

export interface CategoryForm {
  name: string;
  unit: string;
  strategy: Strategy | null;
  basicService: boolean;
  countsPeople: boolean;
  priceLow: bigint | null;
  priceHigh: bigint | null;
  active: boolean;
}

const told = (form: CategoryForm) => ({
  nama: form.name,
  satuan: form.unit,
  strategi: form.strategy,
  layananDasar: form.basicService,
  menghitungOrang: form.countsPeople,
  terendah: form.priceLow === null ? null : Number(form.priceLow),
  tertinggi: form.priceHigh === null ? null : Number(form.priceHigh),
  aktif: form.active,
});

function refusePrices(form: CategoryForm): void {
  if (form.priceLow !== null && form.priceHigh !== null && form.priceLow > form.priceHigh)
    throw invalid({ tertinggi: 'Harga tertinggi tidak boleh di bawah yang terendah.' });
  if ((form.priceLow === null) !== (form.priceHigh === null))
    throw invalid({ tertinggi: 'Isi kedua harga, atau kosongkan keduanya.' });
}

export function createCategory(database: Database, by: By, code: string, form: CategoryForm): Promise<void> {
  return change(database, by, 'category.edit', async (tx) => {
    refusePrices(form);
    await tx.category.create({ data: { ...form, code, position: await tx.category.count() } });
    const summary = `Kategori ${code} ${form.name} ditambahkan`;
    return {
      result: undefined,
      fact: { subjectType: CATEGORY, subjectId: code, summary, after: told(form) },
    };
  });
}

/** A category whose name, strategy or prices are changed. */
const category: Subject<Category & { id: string }, Nothing> = {
  type: CATEGORY,
  gone: 'Kategori itu tidak ada lagi.',
  lock: async (tx, _actor, codes) => {
    await execute(
      tx,
      sql`select code from category where code = any(${codes}::text[]) order by code for update`,
    );
    const rows = await tx.category.findMany({ where: { code: { in: codes } } });
    return (rows as Category[]).map((one) => ({ ...one, id: one.code }));
  },
  stale: async () => '',
};

export const editCategory = {
  on: category,
  action: 'category.edit',
  address: '',
  label: 'Simpan',
  look: 'primary',
  note: null,
} as const;

/** Whether work or a need was told in its unit. */
const isCounted = async (tx: Writer, categoryCode: string): Promise<boolean> =>
  (await tx.activityLine.count({ where: { categoryCode } })) > 0 ||
  (await tx.need.count({ where: { categoryCode } })) > 0;

/** Changes a category; a new name or strategy holds since a day, older activities keep the one before. Its unit stays once it is used. */
export function updateCategory(
  doing: Doing,
  code: string,
  { form, since }: { form: CategoryForm; since: Date | null },
): Promise<void> {
  return actOnOne(doing, editCategory, target(code), async (tx, before) => {
    refusePrices(form);
    if (before.unit !== form.unit && (await isCounted(tx, code)))
      throw invalid({
        satuan: `Satuan ${before.unit} sudah dipakai. Buat kategori baru untuk satuan lain.`,
      });
    const { name, strategy } = before;
    const today = calendarDay(doing.now);
    if (since && (form.name !== name || form.strategy !== strategy))
      await keepFormerName(tx, { categoryCode: code }, { name, strategy }, { since, today });
    await tx.category.update({ where: { code }, data: form });
    const fact = {
      subjectType: category.type,
      subjectId: code,
      summary: `Kategori ${code} diubah`,
      before: told(before),
      after: told(form),
    };
    return { result: undefined, fact };
  });
}

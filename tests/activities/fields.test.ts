import { describe, expect, it } from 'vitest';
import { type Comparable, revisionDifferences } from '../../src/activities/difference.js';
import { rowTypedBack } from '../../src/activities/field-kinds.js';
import { type FieldRow, headFields, lineFields, shortOf } from '../../src/activities/fields.js';
import { askedOfPromise, promiseFields } from '../../src/activities/promise-fields.js';
import { readRevision } from '../../src/activities/queries.js';
import { readSubmission } from '../../src/activities/submission.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { fieldChanges as told } from '../../src/trail/difference.js';
import { usePortal, words } from '../support/portal.js';
import { type Scene, setScene } from './scene.js';

/** Something to type into each field; work that is cancelled has a reason, work that is done has numbers. */
const typedFor = (row: FieldRow, index: number, other = false): string => {
  const step = other ? 50 : 0;
  if (row.kind === 'count' || row.kind === 'rupiah') return String(11 + index + step);
  if (row.kind === 'date') return `2026-11-${10 + index + (other ? 1 : 0)}`;
  const choices: Record<string, [string, string]> = {
    categoryCode: ['JMB', 'JMB'],
    fundingCode: ['APBDES', 'BAZNAS'],
    workStatus: ['SELESAI', 'BERJALAN'],
    party: ['WARGA', 'OPD'],
  };
  const [one, two] = choices[row.column] ?? [`Isi ${row.label}`, `Lain ${row.label}`];
  return other ? two : one;
};

/** Days decide each other, so they are said here; a reason to cancel belongs to another state. */
const days = (other: boolean) => ({
  hari: 'lain',
  tanggal: other ? '2026-11-03' : '2026-11-02',
  selesai: other ? '2026-11-05' : '2026-11-04',
});

function filled(other = false): Record<string, string> {
  const fill = (rows: readonly FieldRow[], prefix = '') =>
    Object.fromEntries(rows.map((row, index) => [prefix + row.name, typedFor(row, index, other)]));
  const head = headFields.filter((row) => row.column !== 'cancelReason');
  return {
    ...fill(head),
    ...fill(lineFields),
    ...fill(lineFields, 'baris.0.'),
    'baris.0.jenis': 'PLT',
    ...fill(askedOfPromise, 'janji.0.'),
    ...days(other),
    desa: '33.27.03.2001',
  };
}

describe('every field of an activity', () => {
  const portal = usePortal();
  const stored = async (scene: Scene, id: number) =>
    readRevision(portal.services.db, (await scene.current(id)).revision.id);
  const tables = [
    ['ActivityRevision', headFields],
    ['ActivityLine', lineFields],
    ['Commitment', promiseFields],
  ] as const;

  it('is a column of its table, and every column that people fill is a field', () => {
    const kept: Record<string, string[]> = {
      ActivityRevision:
        'id activityId number reviewStatus authorId createdAt updatedAt lockVersion submittedAt reviewerId reviewedAt reviewNote'.split(
          ' ',
        ),
      ActivityLine: ['id', 'revisionId', 'position'],
      Commitment: ['id', 'revisionId', 'position'],
    };
    for (const [table, rows] of tables) {
      const columns = Object.keys(Prisma[`${table}ScalarFieldEnum`]).filter(
        (column) => !kept[table]?.includes(column),
      );
      expect(rows.map((row) => row.column).sort()).toEqual(columns.sort());
    }
  });

  it('goes from the form into the store and back into the form as it was typed', async () => {
    const scene = await setScene(portal);
    const { perubahan: _reason, ...sent } = filled();
    const id = await scene.log(sent);
    const revision = await stored(scene, id);
    for (const [index, prefix] of ['', 'baris.0.'].entries()) {
      const back = rowTypedBack(lineFields, revision.lines[index] as object);
      for (const row of lineFields)
        expect([row.name, back[row.name]]).toEqual([row.name, sent[prefix + row.name]]);
    }
    const promise = rowTypedBack(promiseFields, revision.commitments[0] as object);
    for (const row of askedOfPromise) expect(promise[row.name]).toBe(sent[`janji.0.${row.name}`]);
    await scene.press(scene.asOfficer, id, 'tarik');
    const form = await scene.asOfficer.get(`/kegiatan/${id}/ubah`);
    const shown = words(form) + form.text;
    for (const row of [...headFields, ...lineFields] as readonly FieldRow[]) {
      if (['changeReason', 'workStatus', 'cancelReason'].includes(row.column)) continue;
      expect([row.name, shown.includes(sent[row.name] as string)]).toEqual([row.name, true]);
    }
  });

  it('is copied into a correction, is told when it differs, and stands in the trail under its name', async () => {
    const scene = await setScene(portal);
    const { perubahan: _reason, ...sent } = filled();
    const id = await scene.log(sent);
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    const before = await stored(scene, id);
    await scene.press(scene.asOfficer, id, 'perbaiki');
    const copy = await stored(scene, id);
    expect(copy.number).toBe(2);
    expect(revisionDifferences(before, copy)).toEqual([]);
    const { revision } = await scene.current(id);
    const other = { ...filled(true), revisi: String(revision.id), versi: String(revision.lockVersion) };
    await scene.asOfficer.post(`/kegiatan/${id}/ubah`, { ...other, aksi: 'draf' });
    const labels = revisionDifferences(before, await stored(scene, id)).map((one) => one.label);
    const expectTold = (rows: readonly FieldRow[], named: (label: string) => string, except: string[]) => {
      for (const row of rows) {
        if (!except.includes(row.column))
          expect([row.column, labels.includes(named(shortOf(row)))]).toEqual([row.column, true]);
      }
    };
    expectTold(headFields, (label) => label, ['changeReason', 'cancelReason']);
    expectTold(lineFields, (label) => `Jamban sehat: ${label.toLowerCase()}`, ['categoryCode']);
    const entry = await portal.services.db.auditEntry.findFirstOrThrow({
      where: { action: 'activity.edit', subjectId: String(id) },
      orderBy: { id: 'desc' },
    });
    const trail = told(entry.before, entry.after).map((one) => one.label.toLowerCase());
    for (const row of [...headFields, ...lineFields] as readonly FieldRow[]) {
      if (['cancelReason', 'categoryCode'].includes(row.column)) continue;
      const name = shortOf(row).toLowerCase();
      expect([name, trail.some((label) => label.endsWith(name))]).toEqual([name, true]);
    }
  });

  it('is kept as it was submitted, and is told when it was changed after a return', async () => {
    const scene = await setScene(portal);
    const { perubahan: _reason, ...sent } = filled();
    const id = await scene.log(sent);
    const { revision } = await scene.current(id);
    const kept = () =>
      readSubmission(portal.services.db, revision.steps[0]?.id as number) as Promise<Comparable>;
    expect(revisionDifferences(await kept(), await stored(scene, id))).toEqual([]);
    await scene.press(scene.asCoordinator, id, 'kembalikan', { catatan: 'Hitung lagi.' });
    const version = String((await scene.current(id)).revision.lockVersion);
    const other = { ...filled(true), revisi: String(revision.id), versi: version, aksi: 'draf' };
    await scene.asOfficer.post(`/kegiatan/${id}/ubah`, other).expect(303);
    const labels = revisionDifferences(await kept(), await stored(scene, id)).map((one) => one.label);
    const expected = [
      ...headFields.filter((row) => !['changeReason', 'cancelReason'].includes(row.column)).map(shortOf),
      ...lineFields
        .filter((row) => row.column !== 'categoryCode')
        .map((row) => `Jamban sehat: ${shortOf(row).toLowerCase()}`),
    ];
    for (const label of expected) expect([label, labels.includes(label)]).toEqual([label, true]);
  });

  it('stands in the files of /kegiatan where it is of a line, with its number', async () => {
    const scene = await setScene(portal);
    const id = await scene.log(filled());
    const rows = JSON.parse((await scene.asOfficer.get('/kegiatan?format=json')).text);
    const [row] = rows.filter((one: { id: number }) => one.id === id);
    const columns: Record<string, string> = { categoryCode: 'jenis', fundingCode: 'sumber_dana' };
    const content = await stored(scene, id);
    for (const field of lineFields as readonly FieldRow[]) {
      const key = columns[field.column] ?? field.file ?? field.name;
      expect([field.name, row[key] ?? null]).not.toEqual([field.name, null]);
      if (!columns[field.column])
        expect([field.name, row[key]]).toEqual([
          field.name,
          Number((content.lines[0] as Record<string, unknown>)[field.column]),
        ]);
    }
  });

  it('names itself by its label where it is refused', async () => {
    const scene = await setScene(portal);
    const texts = (headFields as readonly FieldRow[]).filter(
      (row) => row.kind === 'long' && row.part !== 'top',
    );
    for (const row of texts) {
      const sent = { ...filled(), [row.name]: 'Anak dari KK 3327030101800004.' };
      const refused = await scene.asOfficer.post('/kegiatan', { ...sent, aksi: 'draf' }).expect(422);
      expect(words(refused)).toContain(row.label);
      expect(words(refused)).toMatch(new RegExp(`${row.label}[^.]*mirip NIK`));
    }
  });
});

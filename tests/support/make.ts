import { doingAs } from '../../src/audit/act.js';
import { change, system } from '../../src/audit/change.js';
import type { Database } from '../../src/database/client.js';
import type { Figure, Values } from '../../src/datasets/kind.js';
import { importVersion } from '../../src/datasets/versions.js';
import type { Account } from '../../src/generated/prisma/client.js';
import type { Role, WorkStatus } from '../../src/generated/prisma/enums.js';
import { keepUp } from '../../src/kept/keep.js';
import { draftFromSheet, type SheetMember } from '../../src/lokus/draft.js';
import { fixList } from '../../src/lokus/edit.js';

/** Pemalang, where every test plays. */
export const REGION = '33.27';
/** Kec. Belik: Gombong; Kec. Moga: Mandiraja. */
export const GOMBONG = '33.27.03.2001';
export const MANDIRAJA = '33.27.01.2002';

let made = 0;

/** The id of an agency of the reference list, by its short name. */
export async function agencyId(database: Database, shortName = 'Dinkes'): Promise<number> {
  const agency = await database.reader.agency.findFirstOrThrow({ where: { regionCode: REGION, shortName } });
  return agency.id;
}

/** An account of a role; OPD belong to Dinkes and DESA to Gombong unless said otherwise. No password opens it. */
export async function makeAccount(
  database: Database,
  role: Role,
  more: { agency?: string; villageCode?: string; username?: string; name?: string } = {},
): Promise<Account> {
  made += 1;
  const agency = role === 'OPD' ? await agencyId(database, more.agency) : null;
  return database.transaction((tx) =>
    tx.account.create({
      data: {
        regionCode: REGION,
        username: more.username ?? `${role.toLowerCase()}-${made}`,
        name: more.name ?? `Petugas ${made}`,
        role,
        passwordHash: '-',
        agencyId: agency,
        villageCode: role === 'DESA' ? (more.villageCode ?? GOMBONG) : null,
      },
    }),
  );
}

/** A data version with these figures by code, loaded as the command line would. */
export function makeVersion(
  database: Database,
  kind: 'DESIL1' | 'IDM',
  figures: Record<string, number | Values>,
  more: { asOf?: string; unit?: string; source?: string } = {},
): Promise<number> {
  const idm = kind === 'IDM';
  const meta = {
    kind,
    source: more.source ?? (idm ? 'IDM' : 'DTKS'),
    asOf: new Date(`${more.asOf ?? '2026-01-31'}T00:00:00Z`),
    unit: more.unit ?? (idm ? 'skor' : 'jiwa'),
    fileName: 'uji.csv',
    notices: [],
  };
  const rows = Object.entries(figures).map(
    ([code, value]): Figure => ({
      code,
      values:
        typeof value !== 'number' ? value : idm ? { idm: value } : { desil1: value, jumlah_penduduk: 10_000 },
    }),
  );
  return importVersion(database, system(REGION), meta, {
    bytes: Buffer.from(JSON.stringify(figures)),
    figures: rows,
  });
}

/**
 * An official list without a run, fixed, with these villages, some with the OPD that the SK names. Its kecamatan begin
 * in `year`.
 */
export async function makeList(
  database: Database,
  year: number,
  members: (string | SheetMember)[],
): Promise<number> {
  const account = await makeAccount(database, 'BAPPEDA');
  const id = await draftFromSheet(
    database,
    account,
    year,
    members.map((one) => (typeof one === 'string' ? { code: one, agencyId: null } : one)),
  );
  const sk = { number: `188.4/1/TAHUN ${year}`, date: new Date(`${year}-02-14T00:00:00Z`) };
  await fixList(doingAs(database, account, new Date(`${year}-02-15T00:00:00Z`)), id, sk);
  return id;
}

/** The day on which assignments of tests begin. */
export const ASSIGNED_FROM = new Date('2026-01-01T00:00:00Z');

/** An agency works in a village, from the start of 2026 unless said otherwise; told on the day it happens. */
export async function makeAssignment(
  database: Database,
  more: {
    agency?: string;
    villageCode?: string;
    role?: 'LEAD' | 'SUPPORT';
    startsOn?: Date;
    endsOn?: Date | null;
  } = {},
) {
  const by = await makeAccount(database, 'KOORDINATOR');
  const agency = await agencyId(database, more.agency);
  return database.transaction((tx) =>
    tx.assignment.create({
      data: {
        regionCode: REGION,
        villageCode: more.villageCode ?? GOMBONG,
        agencyId: agency,
        role: more.role ?? 'LEAD',
        startsOn: more.startsOn ?? ASSIGNED_FROM,
        createdAt: more.startsOn ?? ASSIGNED_FROM,
        endsOn: more.endsOn ?? null,
        endedAt: more.endsOn ?? null,
        endReason: more.endsOn ? 'Selesai' : null,
        endedById: more.endsOn ? by.id : null,
        assignedById: by.id,
      },
    }),
  );
}

/** A referral that waits for its answer: Inspektorat asks Dinkes for two toilets in Gombong unless said otherwise. */
export async function makeReferral(
  database: Database,
  more: { from?: string; to?: string; villageCode?: string; what?: string; dueOn?: Date } = {},
): Promise<{ id: number }> {
  const from = more.from ?? 'Inspektorat';
  const to = more.to ?? 'Dinkes';
  const writer = await makeAccount(database, 'OPD', { agency: from });
  const villageCode = more.villageCode ?? GOMBONG;
  const what = more.what ?? 'jamban dua keluarga';
  const referred = {
    ...{ tanggal: '2026-11-10', desa: 'Gombong', kecamatan: 'Belik', kebutuhan: null },
    ...{ jenis: 'Jamban', satuan: 'unit', peminta: from, diminta: to },
  };
  const [fromAgencyId, agencyIdOfAsked] = [await agencyId(database, from), await agencyId(database, to)];
  const asked = { party: 'OPD', agencyId: agencyIdOfAsked, what, quantity: 2, unit: 'unit' } as const;
  return database.transaction(async (tx) => {
    const made = await tx.undertaking.create({
      data: {
        ...{ kind: 'RUJUKAN', answer: 'DITAWARKAN', regionCode: REGION, villageCode, categoryCode: 'JMB' },
        ...{ referred, fromAgencyId, writtenById: writer.id, bornAt: new Date('2026-11-10T02:00:00Z') },
        ...{ dueOn: more.dueOn ?? new Date('2026-12-20'), ...asked },
      },
      select: { id: true },
    });
    await keepUp(tx, { undertakings: [made.id] });
    return made;
  });
}

/** A verified activity with one line, by Dinkes in Gombong unless said otherwise. */
export async function makeVerified(
  database: Database,
  more: {
    agency?: string;
    villageCode?: string;
    categoryCode?: string;
    target?: number;
    realised?: number | null;
    startsOn?: Date;
    endsOn?: Date;
    title?: string;
    workStatus?: WorkStatus;
    fundingCode?: string;
    plannedRupiah?: number;
    spentRupiah?: number;
  } = {},
): Promise<number> {
  const author = await makeAccount(database, 'OPD', more.agency ? { agency: more.agency } : {});
  const reviewer = await makeAccount(database, 'KOORDINATOR');
  const startsOn = more.startsOn ?? new Date('2026-03-02T00:00:00Z');
  const villageCode = more.villageCode ?? GOMBONG;
  return change(database, system(REGION), 'activity.verify', async (tx) => {
    const agency = author.agencyId as number;
    const activity = await tx.activity.create({
      data: { regionCode: REGION, villageCode, agencyId: agency, createdById: author.id },
    });
    const revision = await tx.activityRevision.create({
      data: {
        activityId: activity.id,
        number: 1,
        authorId: author.id,
        title: more.title ?? 'Kegiatan uji',
        description: 'Kegiatan uji.',
        startsOn,
        endsOn: more.endsOn ?? startsOn,
        workStatus: more.workStatus ?? 'SELESAI',
        cancelReason: more.workStatus === 'BATAL' ? 'Warga belum siap.' : null,
        reviewStatus: 'DIAJUKAN',
        lines: {
          create: {
            position: 0,
            categoryCode: more.categoryCode ?? 'JMB',
            target: more.target ?? null,
            realised: more.realised === undefined ? 1 : more.realised,
            fundingCode: more.fundingCode ?? null,
            plannedRupiah: more.plannedRupiah ?? null,
            spentRupiah: more.spentRupiah ?? null,
          },
        },
      },
    });
    await tx.activityRevision.update({
      where: { id: revision.id },
      data: { reviewStatus: 'DIVERIFIKASI', reviewerId: reviewer.id, reviewedAt: startsOn },
    });
    await tx.activity.update({
      where: { id: activity.id },
      data: { currentRevisionId: revision.id, verifiedRevisionId: revision.id },
    });
    const summary = `${revision.title} diverifikasi.`;
    return { result: activity.id, fact: { subjectType: 'kegiatan', subjectId: activity.id, summary } };
  });
}

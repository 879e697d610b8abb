import { z } from 'zod';
import { activityPaths } from '../activities/paths.js';
import { assignmentPaths } from '../assignments/paths.js';
import { needBar } from '../charts/bars.js';
import { capital, dateMedium, EMPTY, list, number } from '../core/format.js';
import { agencyNameOn, verifiedOn } from '../database/former-names.js';
import { literal, queryRows, sql } from '../database/query.js';
import { type ReferralAnswer, WorkStatus } from '../generated/prisma/enums.js';
import { whole } from '../kept/counted.js';
import { isOpen } from '../kept/undertakings.js';
import { needPaths } from '../needs/paths.js';
import { potentialOf } from '../needs/standing.js';
import { potentialWords } from '../needs/words.js';
import { type Actor, can } from '../policy.js';
import { scope } from '../scope.js';
import { undertakingPaths } from '../undertakings/paths.js';
import { type UndertakingRow, undertakingsWhere } from '../undertakings/standing.js';
import { villagePath } from '../villages/paths.js';
import {
  type Button,
  cell,
  column,
  type PageHead,
  pageHead,
  type Status,
  type Table,
  tableRow,
} from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { workStatusView } from '../web/statuses.js';
import { inForceOn } from '../wilayah/in-force.js';
import { CellRow, cellColumns, cellsFrom, matrixKnown } from './cells.js';
import { marks, markViews } from './marks.js';
import { matrixPaths } from './paths.js';

declare module '../web/render.js' {
  interface Views {
    'matrix/sel': CellPage;
  }
}

interface CellPage {
  head: PageHead;
  marks: Status[];
  bar: string;
  facts: { label: string; value: string; note: string }[];
  table: Table;
}

/** A cell of the matrix that this person may read, or null. */
export async function findCell(
  app: Services,
  actor: Actor,
  { desa, jenis }: { desa: string; jenis: string },
): Promise<CellRow | null> {
  const day = today(app.clock);
  const { lists, figuresId } = await matrixKnown(app.db, actor);
  const listIds = lists
    .filter(({ year }) => year <= day.getUTCFullYear())
    .slice(0, 1)
    .map(({ id }) => id);
  const where = sql`v.code = ${desa} and c.code = ${jenis} and ${scope(actor, 'need.read')}`;
  const from = cellsFrom({ listIds, figuresId }, day);
  const [found] = await queryRows(app.db, sql`select ${cellColumns} from ${from} where ${where}`, CellRow);
  return found ?? null;
}

const Work = z.object({
  id: z.number(),
  title: z.string(),
  agency: z.string(),
  starts_on: z.date(),
  work_status: z.enum(WorkStatus),
  planned: z.number(),
  funded: z.number(),
  realised: z.number(),
});
const SHOWN = 20;

/** Verified work in a cell: what is planned or goes on first, then the newest. */
const workIn = (app: Services, { village_code, category_code }: CellRow) =>
  queryRows(
    app.db,
    sql`select t.id, w.title, ${agencyNameOn(sql`g`, verifiedOn(sql`w`))} as agency, w.starts_on, w.work_status::text, a.plans_target as planned,
          a.funded, a.realised
        from counted_activity a join activity t on t.id = a.activity_id
        join activity_revision w on w.id = t.verified_revision_id join agency g on g.id = a.agency_id
        where a.cut = 'JENIS' and ${whole} and a.village_code = ${village_code} and a.code = ${category_code}
        order by w.work_status in ('RENCANA', 'BERJALAN') desc, w.starts_on desc, t.id desc limit ${literal(SHOWN)}`,
    Work,
  );
type Work = z.output<typeof Work>;

/** Referrals of a cell that still stand. */
const referredIn = ({ db, clock }: Services, { village_code, category_code }: CellRow) =>
  undertakingsWhere(
    db,
    today(clock),
    sql`u.kind = 'RUJUKAN' and u.village_code = ${village_code} and u.category_code = ${category_code} and ${isOpen}`,
  );

/** What is needed, planned, funded, delivered and left in one village of one kind, who works on it, and what to do. */
export async function cellPage(app: Services, actor: Actor, row: CellRow): Promise<Reply> {
  const [work, referred] = await Promise.all([workIn(app, row), referredIn(app, row)]);
  const title = `${row.category}, ${row.village}`;
  const { baseline } = row;
  const model: CellPage = {
    head: pageHead({
      crumbs: [
        { label: 'Matriks', href: matrixPaths.all },
        { label: row.village, href: villagePath(row.village_code) },
      ],
      title,
      subtitle: `Kecamatan ${row.kecamatan}, ${row.village_code}`,
      lead: leadOf(row, work, referred),
      actions: await actionsOf(app, actor, row),
    }),
    marks: marks.filter((mark) => row[mark]).map((mark) => markViews[mark]),
    bar:
      baseline && (row.funded > 0 || row.delivered > 0)
        ? needBar({ need: baseline, funded: row.funded, delivered: row.delivered })
        : '',
    facts: factsOf(row),
    table: workTable(work, row),
  };
  return page('matrix/sel', model, { title, section: matrixPaths.all });
}

/** Who plans it, is at work on it, accepted it or was asked for it. */
function leadOf(row: CellRow, work: Work[], referred: UndertakingRow[]): string {
  const working = (status: WorkStatus) =>
    work.filter((one) => one.work_status === status).map(({ agency }) => agency);
  const asked = (answer: ReferralAnswer) =>
    referred.filter((one) => one.answer === answer).map(({ owner }) => owner ?? '');
  const by: [string, string[]][] = [
    ['direncanakan', working('RENCANA')],
    ['sedang dikerjakan', working('BERJALAN')],
    ['rujukannya diterima', asked('DITERIMA')],
    ['ditawarkan ke', asked('DITAWARKAN')],
  ];
  const said = by.flatMap(([what, names]) =>
    names.length > 0 ? [`${what} ${list([...new Set(names)].sort())}`] : [],
  );
  const unserved = row.tanpa ? 'Belum ada OPD yang melayani sisanya.' : '';
  return [said.length > 0 ? `${capital(said.join('; '))}.` : '', unserved].filter(Boolean).join(' ');
}

const factsOf = (row: CellRow): CellPage['facts'] => [
  {
    label: 'Butuh',
    value: number(row.baseline),
    note: row.assessed_on ? `asesmen ${dateMedium(row.assessed_on)}` : 'belum diasesmen',
  },
  { label: 'Target', value: number(row.target), note: '' },
  { label: 'Potensi', value: number(potentialOf(row)), note: potentialWords(row) || 'tidak dirujuk' },
  { label: 'Direncanakan', value: number(row.planned), note: '' },
  { label: 'Didanai', value: number(row.funded), note: row.assessed_on ? 'sejak asesmen' : '' },
  { label: 'Terealisasi', value: number(row.delivered), note: row.assessed_on ? 'sejak asesmen' : '' },
  { label: 'Sisa', value: number(row.left), note: row.over ? `lebih ${number(row.over)}` : '' },
];

/** What this person may do about it. */
async function actionsOf(app: Services, actor: Actor, row: CellRow): Promise<Button[]> {
  const place = `desa=${row.village_code}&jenis=${row.category_code}`;
  const button = (label: string, href: string, icon: string, primary = false): Button => ({
    label,
    href,
    icon,
    primary,
  });
  const actions = [button('Buka kegiatan', `/kegiatan?${place}`, 'clipboard-check')];
  if (can(actor, 'need.write', { villageCode: row.village_code, leadId: row.lead_id }))
    actions.push(button('Catat asesmen', needPaths.createIn(row.village_code), 'pencil'));
  if (can(actor, 'undertaking.refer'))
    actions.push(button('Rujuk', `${undertakingPaths.refer}?${place}`, 'arrow-right'));
  if (can(actor, 'assignment.create'))
    actions.push(
      row.lead_id === null
        ? button('Tugaskan OPD', assignmentPaths.village(row.village_code), 'people', true)
        : button(
            'Tambah OPD pendukung',
            `${assignmentPaths.tab('sudah')}&cari=${row.village_code}`,
            'people',
          ),
    );
  if (can(actor, 'activity.create') && (await worksIn(app, actor, row.village_code)))
    actions.push(
      button('Rencanakan', activityPaths.planIn(row.village_code, row.category_code), 'plus-lg', true),
    );
  return actions;
}

const worksIn = async ({ db, clock }: Services, actor: Actor, villageCode: string): Promise<boolean> =>
  (await db.assignment.count({
    where: { villageCode, agencyId: { in: actor.agencyIds }, ...inForceOn(today(clock)) },
  })) > 0;

function workTable(work: Work[], row: CellRow): Table {
  const numeric = { numeric: true };
  return {
    id: 'kegiatan',
    title: 'Kegiatan terverifikasi',
    exports: [],
    filter: null,
    columns: [
      column('Kegiatan', { phone: 'title' }),
      column('OPD'),
      column('Keadaan', { phone: 'value' }),
      column('Direncanakan', numeric),
      column('Didanai', numeric),
      column('Terealisasi', numeric),
    ],
    rows: work.map((one) =>
      tableRow([
        cell({ text: one.title, href: `/kegiatan/${one.id}`, sub: dateMedium(one.starts_on) }),
        cell({ text: one.agency }),
        cell({ status: workStatusView[one.work_status] }),
        ...[one.planned, one.funded, one.realised].map((value) =>
          cell({ text: value === 0 ? EMPTY : number(value) }),
        ),
      ]),
    ),
    total: [],
    pager: null,
    empty: {
      title: 'Belum ada kegiatan',
      text: `Kegiatan ${row.category} di ${row.village} muncul di sini setelah diverifikasi.`,
      action: null,
    },
    note: work.length === SHOWN ? `${SHOWN} kegiatan teratas; selebihnya lewat Buka kegiatan.` : '',
  };
}

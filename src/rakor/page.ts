import { date, dateMedium, dayName, isoDate, number } from '../core/format.js';
import type { FieldErrors } from '../core/problem.js';
import { sql } from '../database/query.js';
import { type Actor, can } from '../policy.js';
import { inScope, kecamatanInScope } from '../scope.js';
import { undertakingPaths } from '../undertakings/paths.js';
import { pointChoices, typedPoints } from '../undertakings/points.js';
import { type PointsForm, pointsForm } from '../undertakings/points-form.js';
import { undertakingsWhere } from '../undertakings/standing.js';
import { ownerOf, stateViews } from '../undertakings/words.js';
import {
  cell,
  column,
  type ErrorSummary,
  errorSummary,
  type Field,
  type FilterBar,
  field,
  options,
  type PageHead,
  pageHead,
  type Table,
  tableRow,
} from '../web/components.js';
import { typedFields } from '../web/form-page.js';
import { filterBar } from '../web/list-page.js';
import { page, type Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import { type Concern, lastMeeting } from './meeting.js';
import { rakorPaths } from './paths.js';
import { type Agenda, type Item, idleAgencies, sinceWords, type Topic, topicsOf } from './questions.js';

declare module '../web/render.js' {
  interface Views {
    'rakor/rakor': RakorPage;
  }
}

interface RakorPage {
  head: PageHead;
  summary: ErrorSummary;
  filter: FilterBar | null;
  places: Table | null;
  idle: string;
  topics: Topic[];
  agreed: { title: string; note: string; items: Item[]; more: string } | null;
  form: {
    action: string;
    hidden: { name: string; value: string }[];
    fields: Field[];
    points: PointsForm;
  } | null;
}

/** A rakor as it is asked for: about what, called what. */
export interface Rakor extends Concern {
  name: string;
}

/** The worst of each kind that is shown: two sheets of paper hold so many. */
const SHOWN = 10;

/** What was typed into the form of the page, and what is wrong with it. */
export interface Sent {
  typed: Record<string, unknown>;
  errors: FieldErrors;
  more: boolean;
}
export const unsent: Sent = { typed: {}, errors: {}, more: false };

/** What a rakor has to speak about, on two sheets of paper, and the table in which it writes down what it agreed. */
export async function rakorPage(
  { app, actor, url }: { app: Services; actor: Actor; url: URL },
  rakor: Rakor,
  sent: Sent,
): Promise<Reply> {
  const day = today(app.clock);
  const whole = rakor.kecamatanCode === null && rakor.agencyId === null;
  const asked = askedOf(app, actor, rakor, day);
  const [topics, idle, choices, agreed, form] = await Promise.all([
    topicsOf(asked),
    idleAgencies(asked),
    actor.agencyId === null ? choicesOf(app, actor) : null,
    agreedOf(asked, rakor),
    can(actor, 'rakor.write') ? formOf(app, actor, rakor, sent) : null,
  ]);
  const title = `Bahan ${rakor.name}`;
  const head = pageHead({
    title,
    subtitle: `${dayName(day)}, ${date(day)}`,
    lead: 'Yang perlu dibicarakan, yang terburuk di atas. Angkanya sama dengan di Beranda dan daftar.',
    actions: [
      { label: 'Cetak', href: '', icon: 'printer', primary: false },
      { label: 'Rekap kegiatan', href: '/rekap', icon: 'bar-chart', primary: false },
    ],
  });
  const without = idle.length > 0 ? `${idle.join(', ')}.` : 'tidak ada.';
  const model = {
    ...{ head, agreed, form, summary: errorSummary(sent.errors) },
    filter: choices && rakorFilter(url, choices, rakor),
    topics: Object.values(topics),
    places: choices && whole ? placesTable(choices.kecamatan, topics) : null,
    idle: `OPD pendamping tanpa kegiatan sejak ${sinceWords(day)} (${number(idle.length)}): ${without}`,
  };
  const refused = Object.keys(sent.errors).length > 0;
  return page('rakor/rakor', model, { title: refused ? `Galat: ${title}` : title, section: rakorPaths.page });
}

/** An OPD's rakor asks what the home of that OPD asks, a kecamatan's what lies in it. */
function askedOf(app: Services, actor: Actor, { kecamatanCode, agencyId }: Rakor, day: Date): Agenda {
  const reach = actor.agencyId !== null ? actor.agencyIds : agencyId === null ? null : [agencyId];
  const where = kecamatanCode === null ? sql`true` : sql`v.kecamatan_code = ${kecamatanCode}`;
  const query = kecamatanCode ? `&kecamatan=${kecamatanCode}` : agencyId ? `&opd=${agencyId}` : '';
  return { db: app.db, actor, reach, part: { where, shown: SHOWN }, day, query };
}

/** How much of each kind there is in each kecamatan. */
function placesTable(
  kecamatan: Choices['kecamatan'],
  { silent, plans, unserved, served, disputes, late }: Awaited<ReturnType<typeof topicsOf>>,
): Table {
  const counted: [label: string, topics: Topic[]][] = [
    ['Desa diam', [silent]],
    ['Rencana tiba', [plans]],
    ['Sisa kebutuhan', [unserved, served]],
    ['Belum dilayani', [unserved]],
    ['Disanggah', [disputes]],
    ['Komitmen lewat batas', [late]],
  ];
  const count = (topics: Topic[], code: string) =>
    topics.reduce((sum, { places }) => sum + (places.get(code) ?? 0), 0);
  return {
    ...{ id: 'kecamatan', title: 'Menurut kecamatan', exports: [], filter: null, pager: null, total: [] },
    columns: [
      column('Kecamatan', { phone: 'title' }),
      ...counted.map(([label]) => column(label, { numeric: true })),
    ],
    rows: [...kecamatan]
      .sort((one, other) => (one.code < other.code ? -1 : 1))
      .map(({ code, name }) =>
        tableRow([
          cell({ text: name, href: `${rakorPaths.page}?kecamatan=${code}` }),
          ...counted.map(([, topics]) => cell({ text: number(count(topics, code)) })),
        ]),
      ),
    empty: { title: '', text: 'Belum ada kecamatan.', action: null },
    note: '',
  };
}

/** What the last rakor about the same agreed, and how far it is. */
async function agreedOf({ db, actor, day }: Agenda, rakor: Rakor): Promise<RakorPage['agreed']> {
  const meeting = await lastMeeting(db, actor, rakor);
  if (!meeting) return null;
  const points = await undertakingsWhere(db, day, sql`u.meeting_id = ${meeting.id}::int`);
  return {
    title: `Kesepakatan ${meeting.title}, ${date(meeting.heldOn)}`,
    note: meeting.note ?? '',
    more: points.length > SHOWN ? `dan ${number(points.length - SHOWN)} lagi` : '',
    items: points.slice(0, SHOWN).map((row) => ({
      ...{ text: row.what, href: undertakingPaths.one(row.id) },
      rest: [
        ownerOf(row),
        row.village,
        row.due_on && `batas ${dateMedium(row.due_on)}`,
        stateViews[row.state].label,
      ]
        .filter(Boolean)
        .join(', '),
    })),
  };
}

/** What may be chosen to speak about. */
async function choicesOf({ db }: Services, actor: Actor) {
  const [kecamatan, agencies] = await Promise.all([
    db.kecamatan.findMany({
      where: await kecamatanInScope({ db, actor }),
      select: { code: true, name: true },
      orderBy: { name: 'asc' },
    }),
    db.agency.findMany({
      where: await inScope({ db, actor }, 'agency.list'),
      select: { id: true, shortName: true },
      orderBy: { shortName: 'asc' },
    }),
  ]);
  return { kecamatan, agencies };
}
type Choices = Awaited<ReturnType<typeof choicesOf>>;

function rakorFilter(url: URL, { kecamatan, agencies }: Choices, rakor: Rakor): FilterBar {
  const select = (name: string, label: string, entries: [string, string][], chosen: string) =>
    field({
      name,
      label,
      type: 'select',
      required: false,
      options: options([['', 'Semua'], ...entries], chosen),
    });
  return filterBar(url, [
    select(
      'kecamatan',
      'Kecamatan',
      kecamatan.map((one) => [one.code, one.name]),
      rakor.kecamatanCode ?? '',
    ),
    select(
      'opd',
      'atau OPD',
      agencies.map((one) => [String(one.id), one.shortName]),
      String(rakor.agencyId ?? ''),
    ),
  ]);
}

async function formOf(
  app: Services,
  actor: Actor,
  rakor: Rakor,
  { typed, errors, more }: Sent,
): Promise<RakorPage['form']> {
  const day = today(app.clock);
  const choices = await pointChoices(app.db, actor, day, rakor.kecamatanCode);
  const input = typedFields(typed, errors);
  return {
    action: rakorPaths.page,
    hidden: [
      { name: 'kecamatan', value: rakor.kecamatanCode ?? '' },
      { name: 'opd', value: String(rakor.agencyId ?? '') },
    ],
    fields: [
      input({
        name: 'judul',
        label: 'Nama rakor',
        type: 'text',
        value: rakor.name.replace('rakor', 'Rakor'),
      }),
      input({ name: 'tanggal', label: 'Tanggal rakor', type: 'date', value: isoDate(day) }),
      input({ name: 'catatan', label: 'Catatan', type: 'textarea', required: false }),
    ],
    points: pointsForm(typedPoints(typed, more), choices, errors),
  };
}

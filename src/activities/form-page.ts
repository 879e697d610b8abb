import { isoDate } from '../core/format.js';
import type { FieldErrors, Problem } from '../core/problem.js';
import { heldIn, holderOf, receive } from '../evidence/received.js';
import { WorkStatus } from '../generated/prisma/enums.js';
import type { Actor } from '../policy.js';
import { lastDayOf, monthRead } from '../rhythm/months.js';
import { rowId } from '../web/form.js';
import type { Reply } from '../web/reply.js';
import { type Services, today } from '../web/services.js';
import type { Upload } from '../web/upload.js';
import { type ActivityDays, type AssignedVillage, assignmentErrors, postingsOf } from './assigned.js';
import { readForm, sortTyped, type Typed } from './form.js';
import { activityFormPage, type FormParts } from './form-view.js';
import { closedFor, nearestDay, whyRefused, whyShut } from './offered.js';
import { type Found, findActivity, type Revision, readRevision, workBefore } from './queries.js';
import type { Draft } from './save.js';
import { type Seen, sentBack } from './subject.js';
import { LoggedBefore } from './twin.js';
import { blankTyped, typedFrom, typedLike } from './typed.js';
import * as verbs from './verbs.js';

/** Categories in use and funders, in their official order; a retired one stays with the revision that has it. */
async function choicesOf(db: Services['db'], found: Found | null) {
  const kept = found ? [{ lines: { some: { revisionId: found.current_revision_id } } }] : [];
  const [categories, funding] = await Promise.all([
    db.category.findMany({ where: { OR: [{ active: true }, ...kept] }, orderBy: { position: 'asc' } }),
    db.fundingSource.findMany({ orderBy: { position: 'asc' } }),
  ]);
  return { categories, funding };
}

/**
 * The empty form; `desa` is chosen already where an address names it, a day of `bulan` where it reports that month,
 * `contoh` an activity to begin like. Its village and day are such that they can be stored.
 */
export async function newForm(
  app: Services,
  actor: Actor,
  query: { desa: string; bulan: string; contoh: number | null; rencana: string },
): Promise<Reply> {
  const day = today(app.clock);
  const postings = await postingsOf(app.db, actor.agencyId, day);
  const example = query.contoh === null ? null : await findActivity(app.db, actor, query.contoh);
  const wanted = example?.village_code ?? query.desa;
  const only = postings.length === 1 ? postings[0]?.villageCode : '';
  const village = postings.some((one) => one.villageCode === wanted) ? wanted : (only ?? '');
  const typed = example
    ? typedLike(await readRevision(app.db, example.shown_revision_id), village)
    : blankTyped({ desa: village, ...planOf(query.rencana) });
  if (example) typed.fields.konsep = `kegiatan-contoh-${example.id}`;
  else if (query.desa && query.desa === village)
    typed.fields.konsep = query.rencana
      ? `kegiatan-rencana-${village}-${query.rencana.toLowerCase()}`
      : `kegiatan-baru-${village}`;
  if (query.bulan !== '') typed.fields.konsep = `laporan-${village}-${query.bulan}`;
  const wantedDay = dayIn(query.bulan, day);
  const periods = postings.find((one) => one.villageCode === village)?.periods ?? [];
  const offered = nearestDay(periods, wantedDay, await closedFor(app.db, actor));
  typed.fields.hari = isoDate(offered ?? wantedDay);
  return activityFormPage({
    ...(await partsOf(app, actor, { typed, found: null, postings })),
    errors: {},
    held: [],
    conflict: '',
    twin: null,
  });
}

/** The last day of a month that is reported; today where it goes on, or where none is named. */
function dayIn(month: string, today: Date): Date {
  if (month === '') return today;
  const last = lastDayOf(monthRead(month));
  return last > today ? today : last;
}

/** A plan of a kind of help that an address names. */
const planOf = (code: string): Record<string, string> =>
  code ? { jenis: code, status: WorkStatus.RENCANA } : {};

/** The form of an activity that may still be changed, as it is stored; `errors` say what is missing to submit it. */
export async function editForm(
  app: Services,
  actor: Actor,
  found: Found,
  errors: FieldErrors = {},
): Promise<Reply> {
  const revision = await readRevision(app.db, found.current_revision_id);
  const typed = typedFrom(revision, found.village_code);
  // A day that is refused is shown, also when it is today.
  if (errors.tanggal) Object.assign(typed.fields, { hari: 'lain', tanggal: isoDate(revision.startsOn) });
  const parts = await partsOf(app, actor, { typed, found });
  return activityFormPage({ ...parts, errors, held: [], conflict: '', twin: null });
}

/** A sent form that was refused, with everything typed; its good files wait for the next try. */
export async function refusedForm(
  context: { app: Services; actor: Actor; typed: Record<string, unknown>; files: Upload[] },
  found: Found | null,
  errors: FieldErrors,
  problem: Problem,
): Promise<Reply> {
  const { app, actor } = context;
  const typed = sortTyped(context.typed);
  const holder = holderOf(app, actor);
  const received = await receive(holder, typed.held, context.files);
  const parts = await partsOf(app, actor, { typed, found });
  const seen = parts.existing && { ...parts.existing, seen: seenFrom(typed) };
  const held = heldIn(holder, received.files);
  const conflict = problem.kind === 'conflict' ? problem.message : '';
  const twin = problem instanceof LoggedBefore ? problem.activityId : null;
  return activityFormPage({ ...parts, existing: seen, errors, held, conflict, twin });
}

/** Which state of the activity a form speaks of; a form without it speaks of none and is stale. */
const seenFrom = (typed: Typed): Seen => ({
  revisionId: rowId.catch(0).parse(typed.fields.revisi),
  lockVersion: rowId.catch(0).parse(typed.fields.versi),
});

/** Everything a sent form asks for, checked; files are in the evidence folder from here on. */
export async function readDraft(
  context: { app: Services; actor: Actor; typed: Record<string, unknown>; files: Upload[] },
  found: Found | null,
): Promise<Draft> {
  const { app, actor } = context;
  const typed = sortTyped(context.typed);
  const postings = await postingsOf(app.db, found ? found.agency_id : actor.agencyId, today(app.clock));
  const { categories, funding } = await choicesOf(app.db, found);
  const submit = typed.fields.aksi === 'ajukan';
  const received = await receive(holderOf(app, actor), typed.held, context.files);
  typed.fields.desa ??= found?.village_code ?? '';
  const formContext = {
    today: today(app.clock),
    categories: new Set(categories.map((one) => one.code)),
    funding: new Set(funding.map((one) => one.code)),
    before: found && (await workBefore(app.db, { activityId: found.id, number: found.number })),
    submit,
    assignment: (code: string, days: ActivityDays, field: string) =>
      assignmentErrors(postings, code, days, field),
  };
  const form = readForm(typed, formContext, received.errors);
  return {
    ...form,
    files: received.files,
    removeEvidence: typed.removeEvidence,
    another: typed.fields.catat_juga === 'ya',
    submit,
  };
}

/**
 * What the form shows beside what is typed; `postings` where they are known already. A village of which nothing can be
 * told any more is not offered, unless it is the one that is chosen.
 */
async function partsOf(
  app: Services,
  actor: Actor,
  { typed, found, ...known }: { typed: Typed; found: Found | null; postings?: AssignedVillage[] },
): Promise<Omit<FormParts, 'errors' | 'held' | 'conflict' | 'twin'>> {
  const day = today(app.clock);
  const [choices, all, recent, revision, closed] = await Promise.all([
    choicesOf(app.db, found),
    known.postings ?? postingsOf(app.db, found ? found.agency_id : actor.agencyId, day),
    found ? null : recentOf(app, actor, typed.fields.desa ?? ''),
    found && readRevision(app.db, found.current_revision_id),
    closedFor(app.db, actor),
  ]);
  const postings = all.filter(
    (one) => one.villageCode === typed.fields.desa || nearestDay(one.periods, day, closed),
  );
  const whyNot = whyShut(closed, revision && sentBack(revision));
  const existing = found && revision && existingOf(found, revision, closed);
  return { today: day, typed, choices, postings, whyNot, closed, recent, existing };
}

function existingOf(
  found: Found,
  revision: Revision,
  closed: Parameters<typeof whyRefused>[0],
): NonNullable<FormParts['existing']> {
  return {
    id: found.id,
    number: revision.number,
    seen: { revisionId: revision.id, lockVersion: revision.lockVersion },
    villageName: `${found.village}, Kecamatan ${found.kecamatan}`,
    villageFixed: revision.number > 1 || revision.responses.length > 0,
    note: revision.reviewStatus === 'DIKEMBALIKAN' ? (revision.reviewNote ?? '') : '',
    shut: whyRefused(closed, verbs.submit, revision),
    evidence: revision.evidence.map(({ id, fileName }) => ({ id, fileName })),
  };
}

/** The agency's newest activity, in the chosen village where one is chosen. */
async function recentOf(app: Services, actor: Actor, villageCode: string) {
  const activity = await app.db.activity.findFirst({
    where: { agencyId: actor.agencyId ?? -1, ...(villageCode && { villageCode }) },
    orderBy: { id: 'desc' },
    include: { currentRevision: true, village: true },
  });
  if (!activity?.currentRevision) return null;
  const { title, startsOn } = activity.currentRevision;
  return { id: activity.id, title, startsOn, village: activity.village.name };
}

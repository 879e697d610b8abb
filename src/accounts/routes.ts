import { z } from 'zod';
import type { Doing } from '../audit/act.js';
import { invalid, type Problem } from '../core/problem.js';
import type { AuditEntry } from '../generated/prisma/client.js';
import { Role } from '../generated/prisma/enums.js';
import { inScope } from '../scope.js';
import { optionalDate, rowId } from '../web/form.js';
import { typedText } from '../web/form-page.js';
import { listRow } from '../web/list-row.js';
import { redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { today } from '../web/services.js';
import { type Said, verbRow } from '../web/verb.js';
import {
  createAccounts,
  disableAccount,
  dropSecondStep,
  enableAccount,
  findAccount,
  moveToSuccessor,
  nameRules,
  renameAccount,
  resetPassword,
  successorOf,
  unlockAccount,
} from './accounts.js';
import { bulkRows } from './bulk-routes.js';
import { accountList } from './lists.js';
import { accountPaths } from './paths.js';
import { type Asking, placeOf, placesOf } from './places.js';
import * as verbs from './verbs.js';
import { type AccountFacts, accountPage, createPage, passwordsPage } from './views.js';

const CreateForm = z.looseObject({
  ...nameRules,
  peran: z.enum(Role, 'Pilih peran.'),
});
const allow = 'account.manage' as const;

const createRows: AnyRow[] = [
  listRow(accountList),
  row({
    method: 'get',
    path: '/pengguna/baru',
    allow,
    handle: async (asking) => createPage(await known(asking)),
  }),
  row({
    method: 'post',
    proof: true,
    path: '/pengguna/baru',
    allow,
    body: CreateForm,
    handle: async (asking) => {
      const { username, nama: name, peran: role } = asking.body;
      const { place, unclear } = placeOf(role, await known(asking), (kind) => typedText(asking.body, kind));
      if (unclear.length > 0)
        throw invalid(Object.fromEntries(unclear.map(([kind, { message }]) => [kind, message])));
      const { app, actor } = asking;
      return passwordsPage(await createAccounts(app.database, actor, [{ username, name, role, place }]));
    },
    invalid: async (asking, errors) => createPage(await known(asking), asking.typed, errors),
  }),
];

const onAccount = {
  path: '/pengguna/:id',
  params: z.object({ id: rowId }),
  load: ({ app, actor, params }: Asking & { params: { id: number } }) =>
    findAccount(app.db, actor, params.id) as Promise<AccountFacts | null>,
};

const accountRowsOfOne: AnyRow[] = [
  row({
    ...onAccount,
    allow,
    method: 'get',
    handle: async (asking) => accountPage(asking.loaded, await beside(asking, asking.loaded)),
  }),
  verbRow(verbs.rename, {
    ...onAccount,
    body: z.object({ nama: nameRules.nama, sejak: optionalDate('Berpindah sejak') }),
    handle: async (_context, { doing, target, body }) => {
      await renameAccount(doing, target.id, { name: body.nama, since: body.sejak });
      return redirect(accountPaths.account(target.id), verbs.rename.done);
    },
    invalid: async (asking, errors) =>
      accountPage(asking.loaded, await beside(asking, asking.loaded), asking.typed, errors),
  }),
  verbRow(verbs.reset, {
    ...onAccount,
    handle: async (_context, { doing, target }) => passwordsPage([await resetPassword(doing, target.id)]),
    invalid: ({ loaded }, _errors, problem) => unchanged(loaded, problem),
  }),
  pressed(verbs.disable, disableAccount),
  pressed(verbs.enable, enableAccount),
  pressed(verbs.move, moveToSuccessor),
  pressed(verbs.unlock, unlockAccount),
  pressed(verbs.dropStep, dropSecondStep),
];

/** A button of the account's page: does one thing and comes back. */
function pressed(
  verb: (typeof verbs.accountVerbs)[number] & { done: Said },
  work: (doing: Doing, id: number) => Promise<void>,
): AnyRow {
  return verbRow(verb, {
    ...onAccount,
    handle: async (_context, { doing, target }) => {
      await work(doing, target.id);
      return redirect(accountPaths.account(target.id), verb.done);
    },
    invalid: ({ loaded }, _errors, problem) => unchanged(loaded, problem),
  });
}

const unchanged = ({ id }: AccountFacts, problem: Problem) =>
  redirect(accountPaths.account(id), { title: 'Tidak diubah.', text: problem.message, tone: 'warn' });

export const accountRows: AnyRow[] = [...createRows, ...bulkRows, ...accountRowsOfOne];

async function trailOf({ app, actor }: Asking, id: number): Promise<AuditEntry[]> {
  return app.db.auditEntry.findMany({
    where: {
      ...(await inScope({ db: app.db, actor }, 'audit.read')),
      subjectType: 'akun',
      subjectId: String(id),
    },
    orderBy: { id: 'desc' },
    take: 30,
  });
}

/** What the page of an account shows besides the account. */
async function beside(asking: Asking, account: AccountFacts) {
  const { app } = asking;
  const found = await successorOf(app.db, account.agencyId, today(app.clock));
  const trail = await trailOf(asking, account.id);
  return { trail, successor: found?.to.shortName ?? '', now: app.clock.now() };
}

const known = ({ app, actor }: Asking) => placesOf(app.db, actor, today(app.clock));

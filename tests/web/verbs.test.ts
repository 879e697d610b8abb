import { describe, expect, it } from 'vitest';
import { accountVerbs } from '../../src/accounts/verbs.js';
import { editCategory } from '../../src/acuan/categories.js';
import { editAgency } from '../../src/agencies/subject.js';
import { assignmentVerbs } from '../../src/assignments/verbs.js';
import { dataUploads } from '../../src/datasets/verbs.js';
import { decide } from '../../src/evaluation/verbs.js';
import { amend, draftVerbs } from '../../src/lokus/verbs.js';
import { reopen } from '../../src/rhythm/closing.js';
import { removeDayOff } from '../../src/rhythm/days-off.js';
import { retract } from '../../src/rhythm/nil.js';
import { draw } from '../../src/spotcheck/verbs.js';
import { accept, decline, takeBack } from '../../src/undertakings/verbs.js';
import { makeAccount } from '../support/make.js';
import { UNBROKEN, usePortal } from '../support/portal.js';
import { expectTold } from '../support/trail.js';
import { type Stage, stages } from '../support/verb-stages.js';

/** Assigning is done to villages that a form names, not to one thing at an address of its own. */
const assigning = ['', 'usulan'].map((address) => ({
  ...{ action: 'assignment.create', note: null },
  address,
}));

const verbs = [
  ...assigning,
  ...assignmentVerbs,
  ...draftVerbs,
  amend,
  decide,
  ...accountVerbs,
  editAgency,
  editCategory,
  removeDayOff,
  reopen,
  retract,
  ...[accept, decline, takeBack],
  draw,
  ...Object.values(dataUploads),
].map((verb) => [`${verb.action} ${verb.address}`, verb] as const);

describe('every verb that takes a lock', () => {
  const portal = usePortal();

  it.each(verbs)(
    '%s: is done by whom it is for, and refuses the wrong method, another agency, a reader and nobody',
    async (name, verb) => {
      const { database, db } = portal.services;
      const stage = stages[name] as Stage;
      const account = await makeAccount(database, stage.who);
      const browser = await portal.as(account);
      const { path, fields = {}, stored } = await stage.set({ portal, account, browser });
      const address = verb.address === '' ? path : `${path}/${verb.address}`;
      const before = await stored();
      const trail = await db.auditEntry.count();

      for (const role of ['BAPPEDA', 'KOORDINATOR', 'OPD', 'DESA', 'ADMIN'] as const) {
        if (role === stage.who) continue;
        const more = role === 'OPD' ? { agency: 'Satpol PP' } : {};
        const other = await portal.as(await makeAccount(database, role, more));
        await other.post(address, fields).expect(403);
      }
      const stranger = await (await portal.as()).post(address, fields).expect(303);
      expect(stranger.headers.location).toBe('/masuk');
      await browser.get(address).expect(stage.page ? 200 : 404);
      if (verb.note) await browser.post(address, { ...fields, [verb.note.name]: '' }).expect(422);
      expect(await stored()).toEqual(before);
      expect(await db.auditEntry.count()).toBe(trail);

      await browser.post(address, fields).expect(stage.answer ?? 303);
      expect(await stored()).not.toEqual(before);
      await expectTold(db, trail);
    },
  );
});

/** What sets something to what it already is may be said again. */
const REPEATABLE = /^account\.manage|\.edit|lokus\.draft (lanjutan|tahapan)/;

describe('every verb that takes a lock, done in two sessions at once', () => {
  const portal = usePortal();

  it.each(verbs)('%s: breaks in neither, and is told once', async (name, verb) => {
    const { database, db } = portal.services;
    const stage = stages[name] as Stage;
    const account = await makeAccount(database, stage.who);
    const [browser, other] = [await portal.as(account), await portal.as(account)];
    const { path, fields = {} } = await stage.set({ portal, account, browser });
    const address = verb.address === '' ? path : `${path}/${verb.address}`;
    const trail = await db.auditEntry.count();
    const sent = [browser, other].map((one) => one.post(address, fields).expect(UNBROKEN));
    const statuses = (await Promise.all(sent)).map((one) => one.status);
    expect([name, statuses]).toEqual([name, expect.arrayContaining([stage.answer ?? 303])]);
    const told = (await db.auditEntry.count()) - trail;
    expect([name, told]).toEqual([name, REPEATABLE.test(name) ? expect.any(Number) : Math.min(told, 1)]);
  });
});

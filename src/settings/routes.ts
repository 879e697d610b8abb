import { z } from 'zod';
import { change } from '../audit/change.js';
import { date, isoDate, number } from '../core/format.js';
import { invalid } from '../core/problem.js';
import type { Actor } from '../policy.js';
import { pageHead } from '../web/components.js';
import { dateField, optionalCount } from '../web/form.js';
import { formPage, typedFields } from '../web/form-page.js';
import { type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { settingPaths } from './paths.js';
import { everySetting, inUnit, type Setting, settingValues } from './settings.js';

interface Asking {
  app: Services;
  actor: Actor;
  loaded: Setting;
}
interface Decision {
  value: number;
  since: Date;
}

const onSetting = {
  path: '/acuan/pengaturan/:kunci',
  allow: 'setting.edit',
  params: z.object({ kunci: z.string().max(60) }),
  load: async ({ params }: { params: { kunci: string } }) =>
    everySetting.find(({ key }) => key === params.kunci) ?? null,
} as const;

const Body = z
  .object({ nilai: optionalCount('Nilai'), sejak: dateField('Berlaku sejak') })
  .transform(({ nilai, sejak }) => ({ value: nilai, since: sejak }));

const rangeOf = ({ key, min, max }: Setting) => `${number(min)} sampai ${inUnit(key, max)}`;

/** @throws Problem `invalid` naming the range, or the first day that may be told. */
function checked(
  setting: Setting,
  { value, since }: { value: number | null; since: Date },
  day: Date,
): Decision {
  const errors: Record<string, string> = {};
  if (value === null || value < setting.min || value > setting.max)
    errors.nilai = `Isi angka ${rangeOf(setting)}.`;
  if (!setting.past && since < day)
    errors.sejak = `Hari yang sudah lewat dihitung dengan nilai harinya. Pilih ${date(day)} atau sesudahnya.`;
  if (value === null || Object.keys(errors).length > 0) throw invalid(errors);
  return { value, since };
}

const decide = ({ app, actor, loaded }: Asking, { value, since }: Decision): Promise<void> =>
  change(app.database, actor, 'setting.edit', async (tx) => {
    const { regionCode } = actor;
    await tx.setting.create({ data: { regionCode, key: loaded.key, value, since, setById: actor.id } });
    const summary = `${loaded.label}: ${inUnit(loaded.key, value)} sejak ${date(since)}`;
    return { result: undefined, fact: { subjectType: 'pengaturan', subjectId: loaded.key, summary } };
  });

async function settingPage(
  { app, actor, loaded }: Asking,
  typed: Record<string, unknown> = {},
  errors: Record<string, string> = {},
): Promise<Reply> {
  const day = today(app.clock);
  const now = (await settingValues(app.db, actor, day)).get(loaded.key) as number;
  const input = typedFields({ nilai: String(now), sejak: isoDate(day), ...typed }, errors);
  return formPage({
    head: pageHead({
      crumbs: [{ label: 'Data acuan', href: settingPaths.list }],
      title: loaded.label,
      lead: `${loaded.hint} Sekarang ${inUnit(loaded.key, now)}.`,
    }),
    errors,
    section: '/acuan',
    submit: 'Simpan',
    action: settingPaths.one(loaded.key),
    fields: [
      input({
        name: 'nilai',
        label: 'Nilai',
        type: 'number',
        unit: loaded.unit,
        hint: `${rangeOf(loaded)}.`,
      }),
      input({
        name: 'sejak',
        label: 'Berlaku sejak',
        type: 'date',
        hint: loaded.past
          ? 'Boleh hari yang sudah lewat, misalnya hari berlaku SK.'
          : 'Hari ini atau sesudahnya.',
      }),
    ],
  });
}

export const settingRows: AnyRow[] = [
  row({ ...onSetting, method: 'get', handle: (asking) => settingPage(asking) }),
  row({
    ...onSetting,
    method: 'post',
    body: Body,
    handle: async (asking) => {
      await decide(asking, checked(asking.loaded, asking.body, today(asking.app.clock)));
      return redirect(settingPaths.list, { title: `${asking.loaded.label} disimpan.` });
    },
    invalid: (asking, errors) => settingPage(asking, asking.typed, errors),
  }),
];

import { z } from 'zod';
import { change } from '../audit/change.js';
import { date, daysBetween, list, moment, number } from '../core/format.js';
import { nameAt, withFormerNames } from '../database/former-names.js';
import type { Agency } from '../generated/prisma/client.js';
import { DAYS_SILENT } from '../lokus/silence.js';
import type { Actor } from '../policy.js';
import { inScope, ofRegion } from '../scope.js';
import { type Field, field, type PageHead, pageHead } from '../web/components.js';
import { choice, optionalText, rowId } from '../web/form.js';
import { formPage, typedFields } from '../web/form-page.js';
import { page, type Reply, redirect } from '../web/reply.js';
import { type AnyRow, row } from '../web/route.js';
import { type Services, today } from '../web/services.js';
import { doingOf } from '../web/verb.js';
import { REMIND } from './paths.js';
import { allSilent, type Silent } from './queries.js';

declare module '../web/render.js' {
  interface Views {
    'home/diam': RemindPage;
  }
}

interface Asking {
  app: Services;
  actor: Actor;
}

interface RemindPage {
  head: PageHead;
  /** To be copied into a group; null where nobody is silent. */
  all: Field | null;
  agencies: {
    id: number;
    name: string;
    longest: string;
    villages: string;
    /** When somebody last spoke to it. */
    contact: string;
    text: Field;
    contactHref: string;
  }[];
}

const ways = ['WhatsApp', 'Telepon', 'Tatap muka', 'Surat'] as const;

/** A text to be selected and copied, also where no script runs. */
const copied = (name: string, label: string, value: string): Field =>
  field({
    name,
    label,
    type: 'textarea',
    value,
    hint: 'Pilih semua, salin, lalu tempel di WhatsApp.',
  });

/** "Gandu (Comal), 161 hari, sejak 19 Juni 2026" */
const inLine = ({ village, kecamatan, since }: Silent, day: Date) =>
  `- ${village}, Kec. ${kecamatan}: ${number(daysBetween(since, day))} hari, sejak ${date(since)}`;

const ASK = 'Mohon dicatat di portal Desa Dampingan, atau laporkan nihil dengan alasannya. Terima kasih.';

const textFor = (agency: string, rows: Silent[], day: Date): string =>
  [
    `Yth. ${agency}, desa berikut belum ada laporan lebih dari ${DAYS_SILENT} hari (per ${date(day)}):`,
    ...rows.map((one) => inLine(one, day)),
    ASK,
  ].join('\n');

function byAgency(rows: Silent[]): Silent[][] {
  const found = new Map<number, Silent[]>();
  for (const one of rows) found.set(one.agency_id, [...(found.get(one.agency_id) ?? []), one]);
  return [...found.values()];
}

interface Contact {
  by: Parameters<typeof nameAt>[0];
  at: Date;
  way: string;
  note: string | null;
}

const contactInWords = ({ by, at, way, note }: Contact) =>
  `Dihubungi lewat ${way} oleh ${nameAt(by, at)}, ${moment(at)}${note ? `: ${note}` : ''}`;

function agencyView(rows: Silent[], lastOf: Map<number, Contact>, day: Date): RemindPage['agencies'][number] {
  const { agency_id: id, agency: name, since } = rows[0] as Silent;
  const last = lastOf.get(id);
  return {
    id,
    name,
    longest: `diam ${number(daysBetween(since, day))} hari`,
    villages: list(rows.map(({ village, kecamatan }) => `${village} (${kecamatan})`)),
    contact: last ? contactInWords(last) : 'Belum dihubungi.',
    text: copied(`teks-${id}`, `Teks untuk ${name}`, textFor(name, rows, day)),
    contactHref: `${REMIND}/${id}/dihubungi`,
  };
}

async function remindPage({ app, actor }: Asking): Promise<Reply> {
  const day = today(app.clock);
  const groups = byAgency(await allSilent(app.db, actor, day));
  const ids = groups.flatMap(([first]) => first?.agency_id ?? []);
  const contacts = await app.db.agencyContact.findMany({
    where: { agencyId: { in: ids } },
    distinct: ['agencyId'],
    orderBy: { at: 'desc' },
    include: { by: withFormerNames },
  });
  const lastOf = new Map(contacts.map((one) => [one.agencyId, one]));
  const everybody = [
    `OPD yang desanya belum ada laporan lebih dari ${DAYS_SILENT} hari (per ${date(day)}):`,
    ...groups.map((rows) => `- ${rows[0]?.agency}: ${list(rows.map(({ village }) => village))}`),
    ASK,
  ].join('\n');
  const agencies = groups.map((rows) => agencyView(rows, lastOf, day));
  const lead =
    groups.length === 0
      ? `Tidak ada desa yang lebih dari ${DAYS_SILENT} hari tanpa laporan.`
      : `${number(groups.length)} OPD, yang paling lama di atas.`;
  const head = pageHead({ crumbs: [{ label: 'Laporan', href: '/laporan' }], title: 'Siapa diam', lead });
  const all = groups.length === 0 ? null : copied('teks-semua', 'Teks untuk grup', everybody);
  return page('home/diam', { head, all, agencies }, { title: head.title, section: '/laporan' });
}

const onAgency = {
  path: `${REMIND}/:id/dihubungi`,
  allow: 'rhythm.remind',
  params: z.object({ id: rowId }),
  load: async ({ app, actor, params }: Asking & { params: { id: number } }) =>
    app.db.agency.findFirst({
      where: { ...(await inScope({ db: app.db, actor }, 'agency.list')), id: params.id },
    }),
} as const;

function contactPage(
  agency: Agency,
  typed: Record<string, unknown> = {},
  errors: Record<string, string> = {},
): Reply {
  const input = typedFields({ cara: ways[0], ...typed }, errors);
  return formPage({
    head: pageHead({
      crumbs: [{ label: 'Siapa diam', href: REMIND }],
      title: `${agency.shortName} sudah dihubungi`,
      lead: 'Supaya rekan Anda tahu dan tidak menghubungi dua kali.',
    }),
    errors,
    section: '/laporan',
    submit: 'Catat',
    action: `${REMIND}/${agency.id}/dihubungi`,
    fields: [
      input({ name: 'cara', label: 'Lewat apa', type: 'radios', choices: ways.map((one) => [one, one]) }),
      input({
        name: 'catatan',
        label: 'Catatan',
        type: 'text',
        required: false,
        hint: 'Misalnya: akan lapor minggu ini.',
      }),
    ],
  });
}

const noteContact = (
  asking: Asking,
  { id: agencyId, shortName }: Agency,
  told: { way: string; note: string | null },
): Promise<void> => {
  const { database, actor, now } = doingOf(asking);
  return change(database, actor, 'rhythm.remind', async (tx) => {
    await tx.agencyContact.create({
      data: { ...ofRegion(actor), ...told, agencyId, byId: actor.id, at: now },
    });
    const summary = `menghubungi ${shortName} lewat ${told.way}`;
    return { result: undefined, fact: { subjectType: 'kontak OPD', subjectId: agencyId, summary } };
  });
};

export const remindRows: AnyRow[] = [
  row({ method: 'get', path: REMIND, allow: 'rhythm.remind', handle: (asking) => remindPage(asking) }),
  row({ ...onAgency, method: 'get', handle: async ({ loaded }) => contactPage(loaded) }),
  row({
    ...onAgency,
    method: 'post',
    body: z.object({ cara: choice('Lewat apa', ways), catatan: optionalText('Catatan', 300) }),
    handle: async (asking) => {
      await noteContact(asking, asking.loaded, { way: asking.body.cara, note: asking.body.catatan });
      return redirect(`${REMIND}#opd-${asking.loaded.id}`, {
        title: `${asking.loaded.shortName} sudah dihubungi.`,
      });
    },
    invalid: async ({ loaded, typed }, errors) => contactPage(loaded, typed, errors),
  }),
];

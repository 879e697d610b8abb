import { date, isoDate } from '../core/format.js';
import { type Field, field, options, type PageHead, pageHead } from '../web/components.js';
import { formPage, typedText } from '../web/form-page.js';
import type { Reply } from '../web/reply.js';
import type { Sent } from './end-routes.js';
import { type AgencyLoad, loadWords } from './load.js';
import { assignmentPaths } from './paths.js';
import type { AssignmentFacts } from './subject.js';
import { roleWords } from './taken.js';
import * as verbs from './verbs.js';

/** Who accompanies since when, or will; and what becomes of it. */
function headOf(open: AssignmentFacts, title: string, fate = 'Riwayatnya tetap ada.') {
  return pageHead({
    crumbs: [
      { label: 'Penugasan', href: assignmentPaths.list },
      { label: open.village.name, href: `/desa/${open.villageCode}` },
    ],
    title,
    lead: `${open.agency.name} menjadi ${roleWords[open.role]} ${open.village.name} mulai ${date(open.startsOn)}. ${fate}`,
  });
}

const reasonField = ({ typed, errors }: Sent) =>
  field({
    name: 'alasan',
    label: 'Alasan',
    type: 'textarea',
    value: typedText(typed, 'alasan'),
    error: errors.alasan ?? '',
  });

const dayField = ({ typed, errors }: Sent, label: string, today: Date) =>
  field({
    name: 'tanggal',
    label,
    type: 'date',
    value: typedText(typed, 'tanggal') || isoDate(today),
    error: errors.tanggal ?? '',
  });

/** What every page of a verb shares: what is wrong, the button of the verb, the way back. */
const verbPage = (
  verb: (typeof verbs.assignmentVerbs)[number],
  { id }: AssignmentFacts,
  given: { head: PageHead; fields: Field[] },
  { errors }: Sent,
) =>
  formPage({
    ...given,
    errors,
    action: `/penugasan/${id}/${verb.address}`,
    submit: verb.label,
    section: '/penugasan',
  });

export const endPage = (open: AssignmentFacts, today: Date, sent: Sent): Reply =>
  verbPage(
    verbs.end,
    open,
    {
      head: headOf(open, `Akhiri penugasan di ${open.village.name}`),
      fields: [dayField(sent, 'Hari terakhir', today), reasonField(sent)],
    },
    sent,
  );

/** Asks why an assignment that has not begun is withdrawn. */
export const withdrawPage = (coming: AssignmentFacts, sent: Sent): Reply =>
  verbPage(
    verbs.withdraw,
    coming,
    {
      head: headOf(
        coming,
        `Batalkan penugasan di ${coming.village.name}`,
        'Yang diakhiri untuk penugasan ini berlanjut lagi.',
      ),
      fields: [reasonField(sent)],
    },
    sent,
  );

export function handOverPage(open: AssignmentFacts, loads: AgencyLoad[], today: Date, sent: Sent): Reply {
  const { typed, errors } = sent;
  const fields = [
    successorField(open, loads, sent),
    dayField(sent, 'Hari pertama OPD pengganti', today),
    reasonField(sent),
  ];
  if (errors.kapasitas || typedText(typed, 'kapasitas'))
    fields.push(
      field({
        name: 'kapasitas',
        label: 'Alasan melebihi kapasitas',
        type: 'text',
        value: typedText(typed, 'kapasitas'),
        error: errors.kapasitas ?? '',
      }),
    );
  const head = headOf(open, `Alihkan pendampingan ${open.village.name}`);
  return verbPage(verbs.handOver, open, { head, fields }, sent);
}

function successorField(open: AssignmentFacts, loads: AgencyLoad[], { typed, errors }: Sent): Field {
  const agencies = loads
    .filter((one) => one.id !== open.agencyId)
    .sort((one, other) => one.short_name.localeCompare(other.short_name, 'id'))
    .map((one): [string, string] => [String(one.id), `${one.short_name}, ${loadWords(one)} desa`]);
  return field({
    name: 'opd',
    label: 'OPD pengganti',
    type: 'select',
    error: errors.opd ?? '',
    options: options([['', 'Pilih OPD'], ...agencies], typedText(typed, 'opd')),
  });
}

import { date, isoDate } from '../core/format.js';
import { field, options, pageHead } from '../web/components.js';
import { formPage, typedText } from '../web/form-page.js';
import type { Reply } from '../web/reply.js';
import type { AssignmentFacts } from './end.js';
import { type AgencyLoad, loadWords } from './load.js';
import { assignmentPaths } from './paths.js';
import { roleWords } from './taken.js';

type Typed = Record<string, unknown>;

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

const reasonField = (typed: Typed, errors: Record<string, string>) =>
  field({
    name: 'alasan',
    label: 'Alasan',
    type: 'textarea',
    value: typedText(typed, 'alasan'),
    error: errors.alasan ?? '',
  });

function dateAndReason(typed: Typed, errors: Record<string, string>, today: Date, label: string) {
  return [
    field({
      name: 'tanggal',
      label,
      type: 'date',
      value: typedText(typed, 'tanggal') || isoDate(today),
      error: errors.tanggal ?? '',
    }),
    reasonField(typed, errors),
  ];
}

export function endPage(
  open: AssignmentFacts,
  today: Date,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  return formPage({
    head: headOf(open, `Akhiri penugasan di ${open.village.name}`),
    errors,
    action: assignmentPaths.end(open.id),
    fields: dateAndReason(typed, errors, today, 'Hari terakhir'),
    submit: 'Akhiri penugasan',
    section: '/penugasan',
  });
}

/** Asks why an assignment that has not begun is withdrawn. */
export function withdrawPage(
  coming: AssignmentFacts,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  return formPage({
    head: headOf(
      coming,
      `Batalkan penugasan di ${coming.village.name}`,
      'Yang diakhiri untuk penugasan ini berlanjut lagi.',
    ),
    errors,
    action: assignmentPaths.withdraw(coming.id),
    fields: [reasonField(typed, errors)],
    submit: 'Batalkan penugasan',
    section: '/penugasan',
  });
}

export function handOverPage(
  open: AssignmentFacts,
  loads: AgencyLoad[],
  today: Date,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const agencies = loads
    .filter((one) => one.id !== open.agencyId)
    .sort((one, other) => one.short_name.localeCompare(other.short_name, 'id'))
    .map((one): [string, string] => [String(one.id), `${one.short_name}, ${loadWords(one)} desa`]);
  const fields = [
    field({
      name: 'opd',
      label: 'OPD pengganti',
      type: 'select',
      error: errors.opd ?? '',
      options: options([['', 'Pilih OPD'], ...agencies], typedText(typed, 'opd')),
    }),
    ...dateAndReason(typed, errors, today, 'Hari pertama OPD pengganti'),
  ];
  if (errors.kapasitas || typedText(typed, 'kapasitas')) {
    fields.push(
      field({
        name: 'kapasitas',
        label: 'Alasan melebihi kapasitas',
        type: 'text',
        value: typedText(typed, 'kapasitas'),
        error: errors.kapasitas ?? '',
      }),
    );
  }
  return formPage({
    head: headOf(open, `Alihkan pendampingan ${open.village.name}`),
    errors,
    action: assignmentPaths.handOver(open.id),
    fields,
    submit: 'Alihkan',
    section: '/penugasan',
  });
}

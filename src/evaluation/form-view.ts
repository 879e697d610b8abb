import { isoDate } from '../core/format.js';
import { type Field, pageHead } from '../web/components.js';
import { formPage, typedFields } from '../web/form-page.js';
import type { Reply } from '../web/reply.js';
import type { DecisionVillage } from './decision.js';

type Typed = Record<string, unknown>;

/** The choice that is made for a village, or for many. */
export const outcomeField = {
  name: 'keputusan',
  label: 'Keputusan',
  type: 'radios' as const,
  choices: [
    ['TUNTAS', 'Tuntas', 'Pendampingan selesai'],
    ['LANJUTAN', 'Lanjutan', 'Diteruskan di daftar berikutnya'],
  ] as [string, string, string][],
};
export const reasonField = {
  name: 'alasan',
  label: 'Alasan',
  type: 'textarea' as const,
  hint: 'Apa yang sudah tercapai, apa yang belum.',
};
export const skField = {
  name: 'sk',
  label: 'Nomor SK',
  type: 'text' as const,
  required: false,
  hint: 'Bila keputusannya sudah ber-SK, misalnya 188.4/705/TAHUN 2026.',
};

/** Bappeda's decision about one village for the list of a year. */
export function decisionPage(
  village: DecisionVillage,
  today: Date,
  typed: Typed = {},
  errors: Record<string, string> = {},
): Reply {
  const title = `Keputusan untuk ${village.name}`;
  return formPage({
    head: pageHead({
      crumbs: [
        { label: 'Desa', href: '/desa' },
        { label: village.name, href: `/desa/${village.code}` },
      ],
      title,
      subtitle: `Kecamatan ${village.kecamatan.name}, ${village.code}`,
      lead: 'Keputusan berlaku untuk daftar yang dipilih; yang terbaru menggantikan yang lama, dan tidak ada yang dihapus. Desa yang dipilih lagi di daftar berikutnya mulai dari awal.',
    }),
    errors,
    section: '/desa',
    submit: 'Simpan keputusan',
    action: `/desa/${village.code}/keputusan`,
    fields: decisionFields(village, today, typed, errors),
  });
}

function decisionFields(
  village: DecisionVillage,
  today: Date,
  typed: Typed,
  errors: Record<string, string>,
): Field[] {
  const input = typedFields(typed, errors);
  return [
    input({
      name: 'lokus',
      label: 'Untuk daftar',
      type: 'select',
      choices: village.listYears.map((year) => [String(year), `Lokus ${year}`]),
    }),
    input(outcomeField),
    input({ name: 'tanggal', label: 'Tanggal keputusan', type: 'date', value: isoDate(today) }),
    input(reasonField),
    input(skField),
  ];
}

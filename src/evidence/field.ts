import { number } from '../core/format.js';
import { type Field, field } from '../web/components.js';
import { EVIDENCE_BYTES } from './evidence.js';

/** Photos and PDFs of a form, at most `max`, with what is wrong with them. */
export function evidenceField(max: number, errors: Record<string, string>, label = 'Foto atau PDF'): Field {
  const kinds = 'JPEG, PNG, WebP, atau PDF';
  const many = max > 1 ? `${kinds}; paling banyak ${max}, masing-masing` : `Satu berkas ${kinds},`;
  return field({
    name: 'bukti',
    label,
    type: 'file',
    required: false,
    many: max > 1,
    hint: `${many} paling besar ${number(EVIDENCE_BYTES / 1_000_000)} MB. Jangan unggah KTP, KK, atau daftar nama.`,
    error: errors.bukti ?? '',
    accept: 'image/jpeg,image/png,image/webp,application/pdf',
  });
}

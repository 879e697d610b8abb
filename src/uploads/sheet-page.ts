import type { Fault } from '../sheets/table.js';
import {
  type ErrorSummary,
  errorSummary,
  type Field,
  type Link,
  type PageHead,
  pageHead,
} from '../web/components.js';
import { type FieldGiven, typedFields } from '../web/form-page.js';
import { page, type Reply } from '../web/reply.js';
import { faultList } from './preview.js';
import type { Reading } from './reading.js';

declare module '../web/render.js' {
  interface Views {
    'uploads/impor': {
      head: PageHead;
      summary: ErrorSummary;
      faults: { title: string; rows: Fault[] } | null;
      action: string;
      template: { label: string; href: string; hint: string };
      fields: Field[];
      cancelHref: string;
    };
  }
}

/** What one kind of sheet says on the page where it is chosen or pasted. */
interface SheetForm {
  crumbs: [Link];
  title: string;
  action: string;
  template: { label: string; href: string; hint: string };
  /** Fields before the sheet itself, with what was typed. */
  asked?: (input: (given: FieldGiven) => Field) => Field[];
  file: { label: string; hint: string };
  /** In which order cells stand that are pasted without a head. */
  headless: readonly string[];
}

/** What was sent before and is shown again: what was typed, what is wrong with it, and with the cells. */
export interface SheetRefused {
  typed: Record<string, unknown>;
  errors: Record<string, string>;
  read: (Pick<Reading, 'faults' | 'moreFaults'> & { fileName: string }) | null;
}
export const freshSheet: SheetRefused = { typed: {}, errors: {}, read: null };

/** Where a sheet is chosen or pasted; 422 where its cells were refused. */
export function sheetPage(form: SheetForm, { typed, errors, read }: SheetRefused): Reply {
  const input = typedFields(typed, errors);
  const cancelHref = form.crumbs[0].href;
  const refused = read !== null || Object.keys(errors).length > 0;
  const lead = 'Berkas diperiksa dan ditunjukkan dahulu. Yang disimpan hanya yang Anda sahkan.';
  const reply = page(
    'uploads/impor',
    {
      head: pageHead({ crumbs: form.crumbs, title: form.title, lead }),
      summary: errorSummary(errors),
      faults: read && faultList(read, read.fileName),
      action: form.action,
      template: form.template,
      fields: [...(form.asked?.(input) ?? []), ...sheetFields(form, input)],
      cancelHref,
    },
    { title: refused ? `Galat: ${form.title}` : form.title, section: cancelHref, bodyClass: 'form-page' },
  );
  return read && reply.kind === 'page' ? { ...reply, status: 422 } : reply;
}

const sheetFields = ({ file, headless }: SheetForm, input: (given: FieldGiven) => Field): Field[] => [
  input({ name: 'berkas', ...file, type: 'file', required: false, optional: '', accept: '.csv,.xlsx' }),
  input({
    name: 'tempelan',
    label: 'Atau tempel dari Excel',
    type: 'textarea',
    required: false,
    optional: '',
    hint: `Dengan baris judul, atau tanpa judul menurut urutan: ${headless.join(', ')}.`,
  }),
];

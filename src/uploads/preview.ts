import { moment, number } from '../core/format.js';
import type { Fault } from '../sheets/table.js';
import type { Field, Notice, PageHead, Stat, Table } from '../web/components.js';
import { page, type Reply } from '../web/reply.js';
import { questionFields } from './questions.js';
import { openWords, type Reading } from './reading.js';
import { answersOf, type Staged } from './staged.js';

declare module '../web/render.js' {
  interface Views {
    'uploads/pratinjau': PreviewPage;
  }
}

interface Fact {
  label: string;
  value: string;
}

interface PreviewPage {
  head: PageHead;
  stats: Stat[];
  facts: Fact[];
  notices: string[];
  notice: Notice | null;
  /** What the file leaves open, and where the answers go; null when it is clear. */
  questions: { title: string; text: string; fields: Field[]; href: string } | null;
  /** Bad cells, of a file that waits for an answer. */
  faults: { title: string; rows: Fault[] } | null;
  tables: Table[];
  /** Null while there is nothing to confirm. */
  confirm: {
    /** A box that confirms what is unusual, and what was seen; empty where nothing is asked. */
    fields: Field[];
    href: string;
    presses: Press[];
  } | null;
  cancelHref: string;
}

/** A button that confirms, with what it sends as `aksi`; the last one is the first choice. */
interface Press {
  label: string;
  value: string;
}

/** What one kind of file tells beside what all do. */
interface Told {
  head: PageHead;
  facts?: Fact[];
  stats?: Stat[];
  notice?: Notice | null;
  tables?: Table[];
  asked?: Field[];
  /** What the button says that makes it count; several where it may count as one thing or another. */
  confirm: string | Press[];
  /** Wrong rows are told in a table of its own and may be left out. */
  partly?: true;
  section: string;
}

/** A waiting upload: what was read, what is open, and the way on. Addresses stand under `base`, with the upload's id. */
export function previewPage(base: string, staged: Staged, reading: Reading, told: Told): Reply {
  const at = (address: string) => `${base}/${staged.id}/${address}`;
  const settled = told.partly ? { ...reading, faults: [] } : reading;
  const { faults } = settled;
  // What stands in the rows is told once it is known which column is which.
  const isOpen = reading.open.columns.length > 0;
  const clean = faults.length === 0 && !(told.partly && isOpen);
  const fields = questionFields(reading, answersOf(staged));
  const wrong = faults.filter(({ ask }) => ask === undefined);
  const model: PreviewPage = {
    head: told.head,
    stats: clean ? (told.stats ?? []) : [],
    facts: [
      ...(told.facts ?? []),
      { label: 'Berkas', value: staged.fileName },
      { label: 'Diunggah', value: `${moment(staged.createdAt)}, disimpan 24 jam` },
    ],
    notices: isOpen ? [] : reading.notices.map(({ text }) => text),
    notice: clean ? (told.notice ?? null) : null,
    questions:
      fields.length === 0
        ? null
        : {
            title: 'Yang perlu Anda pilih',
            text: `Portal tidak menebak.${isOpen ? ' Pilihan kolom diingat untuk berkas berikutnya dari sumber ini.' : ''}`,
            fields,
            href: at('pilihan'),
          },
    faults: wrong.length === 0 || isOpen ? null : faultList({ ...reading, faults: wrong }, staged.fileName),
    tables: clean ? (told.tables ?? []) : [],
    confirm:
      clean && told.confirm.length > 0 && openWords(settled, answersOf(staged)) === ''
        ? { fields: told.asked ?? [], href: at('sahkan'), presses: pressesOf(told.confirm) }
        : null,
    cancelHref: at('batal'),
  };
  return page('uploads/pratinjau', model, { title: told.head.title, section: told.section });
}

const pressesOf = (confirm: string | Press[]): Press[] =>
  typeof confirm === 'string' ? [{ label: confirm, value: '' }] : confirm;

const SHOWN = 200;

/** The first bad cells of a file, with how many there are. */
export function faultList(read: Pick<Reading, 'faults' | 'moreFaults'>, fileName: string) {
  const count = read.faults.length + read.moreFaults;
  const first = count > SHOWN ? `, ${SHOWN} yang pertama di bawah` : '';
  return {
    title: `${number(count)} sel di ${fileName} tidak dapat dipakai${first}`,
    rows: read.faults.slice(0, SHOWN),
  };
}

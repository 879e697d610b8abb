/** Models of the shared view components (`views/components/*.ejs`). Every property is always present. */

export type Tone = '' | 'good' | 'warn' | 'stop' | 'quiet';

/** An icon with its word; colour comes third. */
export interface Status {
  icon: string;
  label: string;
  tone: Tone;
}

export interface Link {
  label: string;
  href: string;
}

/** `components/head`: breadcrumb, h1, one sentence, actions at the right. */
export interface PageHead {
  crumbs: Link[];
  title: string;
  /** A second line under the title, e.g. "Kecamatan Belik, 33.27.03.2001"; may be ''. */
  subtitle: string;
  /** One sentence saying what the page shows, with its numbers; may be ''. */
  lead: string;
  statuses: Status[];
  actions: Button[];
}

export interface Button {
  label: string;
  href: string;
  icon: string;
  primary: boolean;
}

/** `components/field`: label, hint, error, control. `name` is also the id. */
export interface Field {
  name: string;
  label: string;
  hint: string;
  error: string;
  type:
    | 'text'
    | 'number'
    | 'date'
    | 'password'
    | 'email'
    | 'textarea'
    | 'select'
    | 'radios'
    | 'checkbox'
    | 'checkboxes'
    | 'file'
    | 'hidden';
  value: string;
  /** For select, radios and checkboxes. */
  options: Option[];
  /** Beside a number, e.g. "unit rumah". */
  unit: string;
  required: boolean;
  /** Beside the label of what is not required: when it is left empty or filled; '' where other words say so. */
  optional: string;
  autocomplete: string;
  /** Extra for file: accepted types; may be ''. */
  accept: string;
  /** Extra for file: several may be chosen. */
  many: boolean;
}

export interface Option {
  value: string;
  label: string;
  /** Second line of a radio card; may be ''. */
  hint: string;
  selected: boolean;
}

/** `components/error-summary`: shown on top of a refused form; empty list shows nothing. */
export interface ErrorSummary {
  errors: { field: string; message: string }[];
  /** What became of the other fields. */
  rest: string;
}

/** `components/notice`: a bordered line inside the page. */
export interface Notice {
  tone: 'done' | 'warn' | 'error' | 'info';
  title: string;
  text: string;
  links: Link[];
}

/** `components/empty`: what will appear here and the one action. */
export interface Empty {
  title: string;
  text: string;
  action: Link | null;
}

/** `components/stats`: the strip of large figures. */
export interface Stat {
  value: string;
  label: string;
  note: string;
  href: string;
  tone: Tone;
}

/** A cell of `components/table`. */
export interface Cell {
  /** Main text; with `href` it is a link. */
  text: string;
  href: string;
  /** Muted words on the same line, outside the link, e.g. the kecamatan of a desa; may be ''. */
  beside: string;
  /** Second line, 13 px. */
  sub: string;
  status: Status | null;
  tags: Status[];
  tone: Tone;
  /** Server-made SVG or other trusted markup; '' when none. */
  svg: string;
}

export interface Column {
  label: string;
  numeric: boolean;
  /** Address that sorts by this column; '' when it cannot. */
  sortHref: string;
  sorted: '' | 'ascending' | 'descending';
  /** Where the cell goes on a phone; a rank stands before the title. */
  phone: 'rank' | 'title' | 'value' | 'detail' | 'hide';
}

export interface TableRow {
  cells: Cell[];
  /** Row actions: small forms or links, at the end of the row. */
  actions: Link[];
  tone: Tone;
  /** A full-width line drawn before this row, e.g. "Batas kuota: …"; '' when none. */
  cutBefore: string;
  /** Where that line leads, e.g. to the rows it leaves out; '' when nowhere. */
  cutHref: string;
  /** Value of the row's checkbox; '' when the table has none. */
  select: string;
  /** The box is ticked: the choice of a refused form is kept. */
  picked: boolean;
}

/** `components/table`: caption with count, exports, filter bar, rows, pager. */
export interface Table {
  id: string;
  title: string;
  exports: Link[];
  filter: FilterBar | null;
  columns: Column[];
  rows: TableRow[];
  total: Cell[];
  pager: Pager | null;
  empty: Empty;
  note: string;
}

/** A GET form above a table. */
export interface FilterBar {
  action: string;
  fields: Field[];
  /** On a phone, where a table has no heads to sort by; null where the list has one order. */
  sort: Field | null;
  /** Parameters kept when filtering, e.g. the tab. */
  kept: { name: string; value: string }[];
  /** On a phone these stand first, and the rows after them are a press away; none where the rows are few. */
  places: Narrowing[];
  /** What is filtered now; each chip's address removes it. */
  chips: Link[];
  clearHref: string;
  /** What is filtered and how it is ordered, for paper; may be ''. */
  sentence: string;
}

/** A part of the rows, by where it is: `href` leads to them alone. */
export interface Narrowing {
  name: string;
  words: string;
  href: string;
}

export interface Pager {
  /** "1 sampai 50 dari 79". */
  text: string;
  previousHref: string;
  nextHref: string;
}

const blankCell: Cell = {
  text: '',
  href: '',
  beside: '',
  sub: '',
  status: null,
  tags: [],
  tone: '',
  svg: '',
};

/** A cell from what it has; everything else is empty. */
export const cell = (given: Partial<Cell>): Cell => ({ ...blankCell, ...given });

/** A table row from its cells. */
export const tableRow = (cells: Cell[], given: Partial<Omit<TableRow, 'cells'>> = {}): TableRow => ({
  cells,
  actions: [],
  tone: '',
  cutBefore: '',
  cutHref: '',
  select: '',
  picked: false,
  ...given,
});

/** A column that does not sort. */
export const column = (label: string, given: Partial<Column> = {}): Column => ({
  label,
  numeric: false,
  sortHref: '',
  sorted: '',
  phone: 'detail',
  ...given,
});

/** A form field from what it has; required unless said otherwise. */
export const field = (given: Partial<Field> & Pick<Field, 'name' | 'label' | 'type'>): Field => ({
  hint: '',
  error: '',
  value: '',
  options: [],
  unit: '',
  required: true,
  optional: 'boleh dikosongkan',
  autocomplete: '',
  accept: '',
  many: false,
  ...given,
});

/** Options of a select or radios, with the chosen one marked. */
export const options = (
  entries: [value: string, label: string, hint?: string][],
  chosen: string | string[],
): Option[] =>
  entries.map(([value, label, hint]) => ({
    value,
    label,
    hint: hint ?? '',
    selected: Array.isArray(chosen) ? chosen.includes(value) : value === chosen,
  }));

/** The head of a page from what it has. */
export const pageHead = (given: Partial<PageHead> & Pick<PageHead, 'title'>): PageHead => ({
  crumbs: [],
  subtitle: '',
  lead: '',
  statuses: [],
  actions: [],
  ...given,
});

/** A sentence ends at a period before a space, but not after "Kec." or "No.". */
const firstSentence = (text: string) => /^.*?(?<!\b(?:Kec|No))\.(?=\s)/.exec(text)?.[0] ?? text;

/**
 * The error summary of a refused form, in the order of its fields: the first sentence of each, as the whole stands at
 * the field; what belongs to no field is said here alone.
 */
export const errorSummary = (errors: Record<string, string>): ErrorSummary => ({
  rest: 'Isian lain sudah benar dan tetap ada di bawah.',
  errors: Object.entries(errors).map(([name, message]) => ({
    field: name,
    message: name === 'form' ? message : firstSentence(message),
  })),
});

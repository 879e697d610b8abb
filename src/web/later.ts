import type { Request, Response } from 'express';
import multer from 'multer';
import type { Problem } from '../core/problem.js';
import { type Field, field } from './components.js';
import { FORM_BYTES, takePlainFields } from './plain-fields.js';
import { page, type Reply } from './reply.js';

declare module './render.js' {
  interface Views {
    'web/nanti': LaterPage;
  }
}

interface LaterPage {
  title: string;
  message: string;
  /** Where a page is asked for again; '' for a form. */
  retryHref: string;
  form: SentForm | null;
  /** A form that was too large to be kept. */
  lost: boolean;
  /** Nothing had been begun, so nothing is stored. */
  untouched: boolean;
  /** A password that is asked beside, before the form goes on. */
  proof: Field | null;
}

/** What was sent, to be sent again from the page that refuses it. */
interface SentForm {
  multipart: boolean;
  fields: { name: string; value: string }[];
  /** What the reader recognises of it: words, no codes and numbers of the page's own. */
  shown: { label: string; value: string }[];
  /** Passwords are typed again, never shown; files are chosen again, several where several were sent. */
  again: Field[];
}

/** Fields of passwords with their labels; a test knows them all. */
export const secretFields = new Map([
  ['password', 'Kata sandi'],
  ['lama', 'Kata sandi sekarang'],
  ['baru', 'Kata sandi baru'],
  ['ulang', 'Ulangi kata sandi baru'],
  ['sandi_bukti', 'Kata sandi'],
]);

/** The page for what can be done later: says so, keeps what was typed, and asks no database. */
export async function laterPage(
  req: Request,
  res: Response,
  problem: Problem,
  { title, token, proof = null }: { title: string; token: string | null; proof?: LaterPage['proof'] },
) {
  const form = req.method === 'POST' ? await sentForm(req, res) : null;
  // A form that is sent again from here shows the token of this session, where it came with another.
  if (form && token !== null) form.fields = withToken(form.fields, token);
  const model = {
    title,
    message: problem.message,
    retryHref: req.method === 'GET' ? localAddress(req) : '',
    form,
    lost: req.method === 'POST' && form === null,
    untouched: ['full', 'no-room', 'stale'].includes(problem.kind),
    proof,
  };
  return page('web/nanti', model, { title }) as Extract<Reply, { kind: 'page' }>;
}

const withToken = (fields: SentForm['fields'], value: string) => [
  { name: '_csrf', value },
  ...fields.filter((one) => one.name !== '_csrf'),
];

/** An address like `//lain.id` would lead away from here. */
const localAddress = (req: Request) => `/${req.originalUrl.replace(/^[/\\]+/, '')}`;

async function sentForm(req: Request, res: Response): Promise<SentForm | null> {
  const multipart = req.is('multipart/form-data') === 'multipart/form-data';
  if (multipart && !req.readableDidRead) {
    if (!(Number(req.headers['content-length']) <= FORM_BYTES)) return null;
    await readFields(req, res);
  }
  const sent = Object.entries((req.body ?? {}) as Record<string, unknown>);
  const fields = sent.flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (typeof one === 'string' ? [{ name, value: one }] : [])),
  );
  if (fields.length === 0 || fields.reduce((sum, one) => sum + one.value.length, 0) > FORM_BYTES) return null;
  const open = fields.filter(({ name }) => !secretFields.has(name));
  return {
    multipart,
    fields: open,
    shown: open
      .filter(({ name, value }) => /\S\s+\S/.test(value) || name === 'username')
      .map(({ name, value }) => ({
        label:
          name === 'username'
            ? 'Nama pengguna'
            : `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`,
        value,
      })),
    again: [
      ...[...secretFields]
        .filter(([name]) => sent.some(([one]) => one === name))
        .map(([name, label]) => field({ name, label, type: 'password' })),
      ...fileFields(req),
    ],
  };
}

function fileFields(req: Request): Field[] {
  const files = Array.isArray(req.files) ? req.files.filter((file) => file.originalname !== '') : [];
  const names = files.map((file) => file.fieldname);
  return [...new Set(names)].map((name) =>
    field({
      name,
      label: `Pilih lagi berkasnya: ${name.replaceAll('_', ' ')}`,
      type: 'file',
      many: names.filter((one) => one === name).length > 1,
    }),
  );
}

const unread: multer.StorageEngine = {
  _handleFile: (_req, file, done) => {
    file.stream
      .on('error', done)
      .on('end', () => done(null, {}))
      .resume();
  },
  _removeFile: (_req, _file, done) => done(null),
};

/** The fields of a form with files, without the files. */
function readFields(req: Request, res: Response): Promise<void> {
  const read = multer({ storage: unread, limits: { fields: 500 }, defParamCharset: 'utf8' }).any();
  takePlainFields(req);
  return new Promise((resolve) => read(req, res, () => resolve()));
}

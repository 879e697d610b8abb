import { inflateSync } from 'node:zlib';

/** Unpacked bytes of all object streams together, and streams of one file, that are looked into. */
const UNPACKED_MAX = 40_000_000;
const STREAMS_MAX = 20_000;
/** How far before a stream the words stand that describe it. */
const HEAD = 2_000;

/** Names that make a reader do something, or carry another file, and what to call it; too long to turn up by chance. */
const ACTIVE: [RegExp, string][] = [
  [/\/JavaScript\b/, 'program (JavaScript)'],
  [/\/(Launch|SubmitForm|ImportData|GoTo[RE]|Rendition)\b/, 'perintah yang berjalan sendiri'],
  [/\/(EmbeddedFiles?|RichMedia)\b/, 'berkas atau media lain di dalamnya'],
  [/\/XFA\s*[[\d<]/, 'formulir XFA'],
  [/\/Encrypt\s*[\d<]/, 'isi yang terkunci sandi'],
];
const UNREADABLE = 'bagian yang tidak dapat diperiksa';

/**
 * What a PDF would do beside being read, in Indonesian words; null when nothing was found. Looks at all of the file as
 * it stands, at names in disguise (`/J#61vaScript`), and into the streams that pack objects.
 */
export function activeContent(bytes: Buffer): string | null {
  const text = bytes.toString('latin1');
  const packed = packedObjects(bytes, text);
  if (packed === null) return UNREADABLE;
  const all = undisguised(`${text}\n${packed}`);
  const found = ACTIVE.find(([name]) => name.test(all));
  if (found) return found[1];
  return opensByItself(all) ? 'perintah yang berjalan saat dibuka' : null;
}

/** Names with their escapes undone. */
const undisguised = (text: string): string =>
  text.replace(/\/[^\s/<>[\](){}%]*#[^\s/<>[\](){}%]*/g, (name) =>
    name.replace(/#([0-9a-f]{2})/gi, (_all, code) => String.fromCharCode(Number.parseInt(code, 16))),
  );

/** The objects of all object streams as text; null when one cannot be unpacked, or they are too many or too large. */
function packedObjects(bytes: Buffer, text: string): string | null {
  const parts: string[] = [];
  let [room, count] = [UNPACKED_MAX, 0];
  for (const { index, 0: mark } of text.matchAll(/\bstream\r?\n/g)) {
    count += 1;
    if (count > STREAMS_MAX) return null;
    const before = text.slice(Math.max(0, index - HEAD), index);
    const head = undisguised(before.slice(before.lastIndexOf('endobj') + 1));
    if (!/\/ObjStm\b/.test(head)) continue;
    const start = index + mark.length;
    const end = text.indexOf('endstream', start);
    const part = unpacked(bytes.subarray(start, end < 0 ? undefined : end), head, room);
    if (part === null) return null;
    room -= part.length;
    parts.push(part);
  }
  return parts.join('\n');
}

function unpacked(stream: Buffer, head: string, room: number): string | null {
  if (!/\/(Filter|F)\b/.test(head)) return stream.length <= room ? stream.toString('latin1') : null;
  if (room <= 0 || !/\/Fl(ateDecode)?\b/.test(head)) return null;
  try {
    return inflateSync(stream, { maxOutputLength: room }).toString('latin1');
  } catch {
    return null;
  }
}

/** Whether an action runs at the opening; a place to which the reader goes first is none. */
function opensByItself(text: string): boolean {
  const opening = /\/OpenAction\s*(\[|<<[^>]{0,300}>>|(\d{1,9})\s+\d+\s+R)?/g;
  const found = [...text.matchAll(opening)];
  if (found.length > 20) return true;
  return found.some(([, what = '', number]) => {
    if (what === '[') return false;
    if (number === undefined) return !/\/S\s*\/GoTo\b/.test(what);
    const object = new RegExp(`\\b${number}\\s+\\d+\\s+obj\\s*(\\[|<<[^>]{0,400}>>)`).exec(text)?.[1] ?? '';
    return object !== '[' && !/\/S\s*\/GoTo\b/.test(object);
  });
}

import { inflateSync } from 'node:zlib';

/** Unpacked bytes of all object streams together, and streams of one file, that are looked into. */
const UNPACKED_MAX = 40_000_000;
const STREAMS_MAX = 20_000;

/** Names that make a reader do something, or carry another file, and what to call it; too long to turn up by chance. */
const ACTIVE: [RegExp, string][] = [
  [/\/JavaScript\b/, 'program (JavaScript)'],
  [/\/(Launch|SubmitForm|ImportData|GoTo[RE]|Rendition)\b/, 'perintah yang berjalan sendiri'],
  [/\/AA\s*(<<|\d+\s+\d+\s+R)/, 'perintah yang berjalan sendiri'],
  [/\/(EmbeddedFiles?|FileAttachment|RichMedia)\b/, 'berkas atau media lain di dalamnya'],
  [/\/XFA(\s|%[^\r\n]*)*[[\d<]/, 'formulir XFA'],
  [/\/Encrypt\b/, 'isi yang terkunci sandi'],
];
export const UNREADABLE = 'bagian yang tidak dapat diperiksa';

/**
 * What a PDF would do beside being read, in Indonesian words; null when nothing was found. Looks at all of the file as
 * it stands, at names in disguise (`/J#61vaScript`), and into the streams that pack objects.
 */
export function activeContent(bytes: Buffer): string | null {
  // To a reader of PDF the null byte is a blank.
  const text = bytes.toString('latin1').replaceAll('\0', ' ');
  if (isMasked(text)) return UNREADABLE;
  const open = undisguised(text);
  const packed = packedObjects(bytes, text, countIn(open));
  if (packed === null || isMasked(packed)) return UNREADABLE;
  const all = `${open}\n${undisguised(packed)}`;
  const found = ACTIVE.find(([name]) => name.test(all));
  if (found) return found[1];
  return opensByItself(all) ? 'perintah yang berjalan saat dibuka' : null;
}

/** Names with escapes in them, of which a paper has a few at most. */
const DISGUISED = /\/[^\s/<>[\](){}%]*#[0-9a-f]{2}[^\s/<>[\](){}%]*/gi;
const DISGUISED_MAX = 10_000;

function isMasked(text: string): boolean {
  const names = text.matchAll(DISGUISED);
  for (let count = 0; count <= DISGUISED_MAX; count++) if (names.next().done) return false;
  return true;
}

/** Names with their escapes undone. */
const undisguised = (text: string): string =>
  text.replace(DISGUISED, (name) =>
    name.replace(/#([0-9a-f]{2})/gi, (_all, code) => String.fromCharCode(Number.parseInt(code, 16))),
  );

/** What describes a stream that packs objects, by its name or by the number that only such a stream has. */
const PACKS = /\/ObjStm\b|\/First\s*\d+\s*(?=[/>])/;
const PACKS_BY_NAME = /\/ObjStm\b/g;
const countIn = (text: string) => text.match(PACKS_BY_NAME)?.length ?? 0;

/**
 * The objects of all object streams as text; null when one cannot be unpacked, hides in what is no stream, or they are
 * too many or too large. Goes over the file once: no stream lies in another, and what describes one is all that stands
 * between it and the one before. `names` is how often the whole file names such streams.
 */
function packedObjects(bytes: Buffer, text: string, names: number): string | null {
  const parts: string[] = [];
  const begin = /\bstream[ \t]*(\r\n?|\n)/g;
  let [room, count, named, from] = [UNPACKED_MAX, 0, 0, 0];
  for (let mark = begin.exec(text); mark; mark = begin.exec(text)) {
    count += 1;
    if (count > STREAMS_MAX) return null;
    const head = undisguised(text.slice(from, mark.index));
    const start = begin.lastIndex;
    const end = text.indexOf('endstream', start);
    from = end < 0 ? text.length : end;
    begin.lastIndex = from;
    if (!PACKS.test(head)) continue;
    named += countIn(head);
    const part = unpacked(bytes.subarray(start, from), head, room);
    if (part === null) return null;
    room -= part.length;
    parts.push(part);
  }
  named += countIn(undisguised(text.slice(from)));
  return names === named ? parts.join('\n') : null;
}

/** One filter alone, of the one kind that is undone here; what it was written with otherwise cannot be read. */
const FLATE = /\/Filter\s*(\/Fl(ateDecode)?\b|\[\s*\/Fl(ateDecode)?\s*\])/g;

function unpacked(stream: Buffer, head: string, room: number): string | null {
  if (/\/(DecodeParms|DP)\b(?!\s*null)/.test(head)) return null;
  if (!/\/Filter\b/.test(head)) return stream.length <= room ? stream.toString('latin1') : null;
  if (room <= 0 || /\/Filter\b/.test(head.replace(FLATE, ''))) return null;
  try {
    return inflateSync(stream, { maxOutputLength: room }).toString('latin1').replaceAll('\0', ' ');
  } catch {
    return null;
  }
}

/** A place in the paper, or an action that goes to one and does nothing after it. */
const PLACE = String.raw`(\[|<<(?:[^<>()]|\([\w .-]*\))*>>)`;
const isPlace = (what: string): boolean =>
  what === '[' || (/\/S\s*\/GoTo\b/.test(what) && !/\/(Next|URI)\b/.test(what));

/** Whether an action runs at the opening; a place to which the reader goes first is none. */
function opensByItself(text: string): boolean {
  const opening = new RegExp(String.raw`\/OpenAction\b\s*(?:${PLACE}|(\d{1,9})\s+\d+\s+R)?`, 'g');
  const found = [...text.matchAll(opening)];
  if (found.length > 20) return true;
  return found.some(([, what = '', number]) => {
    if (number === undefined) return !isPlace(what);
    // An object may be written again further on, and then that one counts.
    const written = new RegExp(String.raw`\b${number}\s+\d+\s+obj\b\s*${PLACE}?`, 'g');
    const objects = [...text.matchAll(written)];
    return objects.length === 0 || objects.some(([, object = '']) => !isPlace(object));
  });
}

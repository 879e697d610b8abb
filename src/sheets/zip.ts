import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { FileFault } from './table.js';

/** The parts that are read may inflate to this many characters together; a spreadsheet bomb inflates to gigabytes. */
const INFLATED_LIMIT = 120_000_000;
const ENTRY_LIMIT = 2_000;

/** What happens while an XML part is read; names come without their namespace prefix. */
export interface Visitor {
  open?(name: string, attributes: Record<string, string>): void;
  /** Text inside the element `name`, which stands in the element `parent`; it may come in pieces. */
  text?(text: string, name: string, parent: string): void;
  close?(name: string): void;
}

/** The XML parts of an Office file. Only the parts asked for are inflated, and never beyond the limit. */
export class OfficeFile {
  private inflated = 0;

  private constructor(
    private readonly zip: yauzl.ZipFile,
    private readonly entries: Map<string, yauzl.Entry>,
  ) {}

  /** @throws FileFault or the reader's error for what is no ZIP archive. */
  static async open(bytes: Buffer): Promise<OfficeFile> {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
    const entries = new Map<string, yauzl.Entry>();
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= ENTRY_LIMIT) throw tooLarge();
      entries.set(entry.fileName.toLowerCase(), entry);
    }
    return new OfficeFile(zip, entries);
  }

  /** Reads one part from beginning to end. @throws FileFault when it inflates too far, an Error when it is missing or no XML. */
  async read(part: string, visitor: Visitor): Promise<void> {
    const entry = this.entries.get(part.toLowerCase());
    if (!entry) throw new Error(`missing part ${part}`);
    const stream = await this.zip.openReadStreamPromise(entry);
    stream.setEncoding('utf8');
    const parser = parserFor(visitor);
    for await (const chunk of stream as AsyncIterable<string>) {
      this.inflated += chunk.length;
      if (this.inflated > INFLATED_LIMIT) throw tooLarge();
      parser.write(chunk);
    }
    parser.close();
  }
}

const tooLarge = () =>
  new FileFault('Isi lembar kerja terlalu besar setelah dibuka. Bagi menjadi berkas yang lebih kecil.');

function parserFor(visitor: Visitor): SaxesParser {
  const parser = new SaxesParser();
  const inside: string[] = [];
  const text = (value: string) => visitor.text?.(value, inside.at(-1) ?? '', inside.at(-2) ?? '');
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const local = name.slice(name.indexOf(':') + 1);
    inside.push(local);
    visitor.open?.(local, attributes);
  });
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('closetag', () => visitor.close?.(inside.pop() as string));
  return parser;
}

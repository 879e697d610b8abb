import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { FileFault } from './table.js';

/** The parts that are read may inflate to this many bytes together; a spreadsheet bomb inflates to gigabytes. */
const INFLATED_LIMIT = 120_000_000;
const ENTRY_LIMIT = 2_000;
/** So many bytes are parsed at a time. */
const PIECE = 65_536;

/** What happens while an XML part is read; names come without their namespace prefix. */
export interface Visitor {
  open?(name: string, attributes: Record<string, string>): void;
  /** Text inside the element `name`, which stands in the element `parent`; it may come in pieces. */
  text?(text: string, name: string, parent: string): void;
  close?(name: string): void;
}

/** The parts of an Office file. Only those asked for are inflated, and never beyond the limit. */
export class OfficeFile {
  private inflated = 0;
  private readonly parts: Set<string>;

  /** @throws FileFault or the archive's error for what is no ZIP archive. */
  constructor(private readonly bytes: Uint8Array) {
    this.parts = new Set();
    let entries = 0;
    unzipSync(bytes, {
      filter: ({ name }) => {
        entries += 1;
        if (entries > ENTRY_LIMIT) throw tooLarge();
        this.parts.add(name.toLowerCase());
        return false;
      },
    });
  }

  has(part: string): boolean {
    return this.parts.has(part.toLowerCase());
  }

  /** Reads one part from beginning to end. @throws FileFault when it inflates too far, an Error when it is missing or no XML. */
  read(part: string, visitor: Visitor): void {
    const content = this.content(part);
    const decoder = new TextDecoder();
    const parser = parserFor(visitor);
    for (let at = 0; at < content.length; at += PIECE)
      parser.write(decoder.decode(content.subarray(at, at + PIECE), { stream: true }));
    parser.write(decoder.decode());
    parser.close();
  }

  /** The text of a small part that is no XML. */
  text(part: string): string {
    return new TextDecoder().decode(this.content(part));
  }

  /** The archive says how far a part inflates; more than it says is never unpacked. */
  private content(part: string): Uint8Array {
    const wanted = part.toLowerCase();
    const found = unzipSync(this.bytes, {
      filter: ({ name, originalSize, size }) => {
        if (name.toLowerCase() !== wanted) return false;
        this.inflated += Math.max(originalSize, size);
        if (this.inflated > INFLATED_LIMIT) throw tooLarge();
        return true;
      },
    });
    const content = Object.values(found)[0];
    if (!content) throw new Error(`missing part ${part}`);
    return content;
  }
}

/** What a workbook is refused with that holds too much. */
export const tooLarge = (): FileFault =>
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

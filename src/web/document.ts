import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { FORM_ID } from './once.js';
import { escapeHtml, render } from './render.js';
import type { Flash } from './reply.js';

declare module './render.js' {
  interface Views {
    'web/kilat': Flash;
  }
}

/** Nobody can type the words that stand for what is open. */
const MARK = randomBytes(12).toString('hex');

/** What a finished page leaves open until it is sent; templates write these words where it goes. */
export const OPEN = {
  token: `${MARK}-token`,
  moment: `${MARK}-moment`,
  address: `${MARK}-address`,
  flash: `${MARK}-flash`,
};

/** What is put in when a page is sent. */
export interface Sending {
  /** Of the forms of this session. */
  token: () => string;
  /** When it is sent, in words. */
  moment: string;
  /** Where it is read, for paper. */
  address: string;
  flash: Flash | null;
}

/** A form gets its one-time id where its hidden field is empty. */
const EMPTY_ID = `name="${FORM_ID}" value=""`;
const SPLIT = new RegExp(`(${[...Object.values(OPEN), EMPTY_ID].join('|')})`);

const fill = new Map<string, (sending: Sending) => string>(
  Object.entries({
    [OPEN.token]: ({ token }: Sending) => token(),
    [OPEN.moment]: ({ moment }: Sending) => moment,
    [OPEN.address]: ({ address }: Sending) => escapeHtml(address),
    [OPEN.flash]: ({ flash }: Sending) => (flash ? render('web/kilat', flash) : ''),
    [EMPTY_ID]: () => `name="${FORM_ID}" value="${randomUUID()}"`,
  }),
);

/** The name of a copy by its content. */
export const contentName = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, 22);

const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
/** An empty last block, after which only the checksum follows. */
const LAST_BLOCK = Buffer.from([1, 0, 0, 0xff, 0xff]);

/** A page made, but for what belongs to one sending: whoever gets it next gets the same with another token and moment. */
export class Document {
  /** What stands, and between two of them the word of what is open. */
  private readonly pieces: string[];
  private readonly words: string[];
  /** The same pieces as bytes, and packed: made when it is sent again. */
  private bytes: Buffer[] | undefined;
  private packed: Buffer[] | undefined;
  private hash: string | undefined;

  constructor(html: string) {
    const parts = html.split(SPLIT);
    this.pieces = parts.filter((_part, at) => at % 2 === 0);
    this.words = parts.filter((_part, at) => at % 2 === 1);
  }

  /** Bytes that it takes, about: two for a letter and what is made of it. */
  get size(): number {
    return this.pieces.reduce((sum, piece) => sum + 3 * piece.length, 0);
  }

  /** By what it says, whenever and to whomever it is sent. */
  get name(): string {
    this.hash ??= contentName(this.pieces.join(''));
    return this.hash;
  }

  plain(sending: Sending): string {
    return this.pieces.map((piece, at) => piece + this.filled(at, sending)).join('');
  }

  /**
   * As gzip. What stands is packed once, each piece so that another can follow it (RFC 1951: whole blocks that look back
   * no further than to their own beginning); what was open goes between them as it is.
   */
  gzip(sending: Sending): Buffer {
    this.bytes ??= this.pieces.map((piece) => Buffer.from(piece));
    this.packed ??= this.bytes.map((piece) => deflateRawSync(piece, AGAIN));
    const blocks: Buffer[] = [GZIP_HEAD];
    let [sum, size] = [0, 0];
    for (const [at, piece] of this.bytes.entries()) {
      const word = Buffer.from(this.filled(at, sending));
      // The checksum of nothing would begin anew.
      for (const bytes of [piece, word]) if (bytes.length > 0) sum = crc32(bytes, sum);
      size += piece.length + word.length;
      blocks.push(this.packed[at] as Buffer, ...asItIs(word));
    }
    const end = Buffer.alloc(8);
    end.writeUInt32LE(sum, 0);
    end.writeUInt32LE(size, 4);
    return Buffer.concat([...blocks, LAST_BLOCK, end]);
  }

  /** What was open behind a piece; behind the last there is nothing. */
  private filled(at: number, sending: Sending): string {
    const word = this.words[at];
    return word === undefined ? '' : (fill.get(word)?.(sending) ?? '');
  }
}

/** So that others can follow. */
const AGAIN = { finishFlush: constants.Z_FULL_FLUSH };

/** Stored blocks, which hold at most 65,535 bytes each. */
function asItIs(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += 0xffff) {
    const block = bytes.subarray(from, from + 0xffff);
    const head = Buffer.alloc(5);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(0xffff - block.length, 3);
    blocks.push(head, block);
  }
  return blocks;
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scryptSync } from 'node:crypto';
import { Transform } from 'node:stream';
import { ConfigError } from '../config.js';

/*
 * A locked file is a head (mark, salt of the passphrase, salt of the file) and pieces of 64 KiB, each AES-256-GCM with a
 * tag. A nonce counts the pieces and tells the last, so that none can be left out, moved or cut off unseen.
 */

const MARK = Buffer.from('DDKUNCI1');
const SALT = 16;
const FILE_SALT = 32;
const HEAD = MARK.length + SALT + FILE_SALT;
const PIECE = 65_536;
const TAG = 16;
const CIPHER = 'aes-256-gcm';
/** Cost of trying one passphrase: a third of a second and 128 MB. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const SHORTEST = 12;

/** A passphrase and the keys made from it; making one takes a third of a second, so each is made once. */
export class Keyring {
  private readonly made = new Map<string, Buffer>();
  /** The salt of what is written; that of earlier files of the same folder saves making another key. */
  salt: Buffer = randomBytes(SALT);

  /** @throws ConfigError for a passphrase that is soon guessed. */
  constructor(private readonly passphrase: string) {
    if (passphrase.length < SHORTEST)
      throw new ConfigError(`Sandi cadangan terlalu pendek. Pakai paling sedikit ${SHORTEST} huruf.`);
  }

  keyFor(head: Buffer): Buffer {
    const salt = saltOf(head);
    const name = salt.toString('hex');
    const main = this.made.get(name) ?? scryptSync(this.passphrase, salt, 32, COST);
    this.made.set(name, main);
    const ofFile = head.subarray(MARK.length + SALT);
    return Buffer.from(hkdfSync('sha256', main, ofFile, 'desa-dampingan cadangan', 32));
  }
}

const saltOf = (head: Buffer) => head.subarray(MARK.length, MARK.length + SALT);

/** Whether a file that begins with these bytes is locked. */
export const isLocked = (begin: Buffer): boolean => begin.subarray(0, MARK.length).equals(MARK);

/** The salt of the passphrase with which a file that begins so was locked; null for one that is not. */
export const saltIn = (begin: Buffer): Buffer | null =>
  isLocked(begin) && begin.length >= HEAD ? Buffer.from(saltOf(begin)) : null;

function nonce(count: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(last ? 1 : 0, 0);
  bytes.writeUInt32BE(count, 8);
  return bytes;
}

/** Cuts what comes into pieces of `size`; the last one, possibly empty, is known as such. */
function inPieces(size: number, work: (piece: Buffer, last: boolean) => Buffer): Transform {
  let parts: Buffer[] = [];
  let held = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      parts.push(part);
      held += part.length;
      if (held <= size) return done();
      let all = Buffer.concat(parts);
      try {
        for (; all.length > size; all = all.subarray(size)) this.push(work(all.subarray(0, size), false));
        parts = [all];
        held = all.length;
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, work(Buffer.concat(parts), true));
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** Locks what passes through. */
export function sealing(keys: Keyring): Transform {
  const head = Buffer.concat([MARK, keys.salt, randomBytes(FILE_SALT)]);
  const key = keys.keyFor(head);
  let count = 0;
  const sealed = inPieces(PIECE, (piece, last) => {
    const cipher = createCipheriv(CIPHER, key, nonce(count++, last)).setAAD(head);
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  });
  sealed.push(head);
  return sealed;
}

/**
 * Unlocks what passes through.
 * The stream fails with a ConfigError when the passphrase is another or a byte was changed.
 */
export function unsealing(keys: Keyring): Transform {
  let head: Buffer = Buffer.alloc(0);
  let key: Buffer = Buffer.alloc(0);
  let count = 0;
  const pieces = inPieces(PIECE + TAG, (piece, last) => {
    if (piece.length < TAG) throw unreadable();
    const text = createDecipheriv(CIPHER, key, nonce(count++, last)).setAAD(head);
    text.setAuthTag(piece.subarray(-TAG));
    try {
      return Buffer.concat([text.update(piece.subarray(0, -TAG)), text.final()]);
    } catch {
      throw unreadable();
    }
  });
  const { _transform } = pieces;
  pieces._transform = (part: Buffer, encoding, done) => {
    if (key.length > 0) return _transform.call(pieces, part, encoding, done);
    head = Buffer.concat([head, part]);
    if (head.length < HEAD) return done();
    const rest = head.subarray(HEAD);
    head = head.subarray(0, HEAD);
    key = keys.keyFor(head);
    _transform.call(pieces, rest, encoding, done);
  };
  return pieces;
}

const unreadable = () => new ConfigError('Sandi cadangan keliru, atau berkas cadangan ini berubah.');

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a secret may be used for; what is signed for one purpose proves nothing for another. */
export type Purpose =
  | 'sesi'
  | 'formulir'
  | 'perangkat'
  | 'bukti'
  | 'percobaan'
  | 'langkah-kedua'
  | 'pasang-langkah-kedua'
  | 'faktor';

/** The end of a stamp, then its proof. A word of the text moved over to the end would read as another text. */
const STAMP = /^([0-9a-z]+)\.([\w-]+)$/;

/** One secret a purpose, each derived from the one in the settings (HKDF, RFC 5869), and what is signed with them. */
export class Secrets {
  private readonly keys = new Map<Purpose, Buffer>();

  constructor(private readonly master: string) {}

  /** 32 bytes for this purpose alone. */
  key(purpose: Purpose): Buffer {
    const known = this.keys.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', this.master, 'desa-dampingan', purpose, 32));
    this.keys.set(purpose, made);
    return made;
  }

  mac(purpose: Purpose, text: string): string {
    return createHmac('sha256', this.key(purpose)).update(text).digest('base64url');
  }

  /** Proves until `until` that this portal knew `text`, without telling it. */
  stamp(purpose: Purpose, text: string, until: Date): string {
    const end = Math.floor(until.getTime() / 1_000).toString(36);
    return `${end}.${this.mac(purpose, `${end} ${text}`)}`;
  }

  isStamp(purpose: Purpose, text: string, stamp: string, now: Date): boolean {
    const [, end = '', given = ''] = STAMP.exec(stamp) ?? [];
    const expected = Buffer.from(this.mac(purpose, `${end} ${text}`));
    const sent = Buffer.from(given);
    const genuine = expected.length === sent.length && timingSafeEqual(expected, sent);
    return genuine && Number.parseInt(end, 36) * 1_000 >= now.getTime();
  }

  /** A text that anybody may carry and nobody can change. */
  sign(purpose: Purpose, text: string, until: Date): string {
    return `${Buffer.from(text).toString('base64url')}.${this.stamp(purpose, text, until)}`;
  }

  /** The text of what `sign` made; null when it was forged, made for something else, or is over. */
  open(purpose: Purpose, signed: string, now: Date): string | null {
    const at = signed.indexOf('.');
    const text = Buffer.from(signed.slice(0, Math.max(at, 0)), 'base64url').toString('utf8');
    return this.isStamp(purpose, text, signed.slice(at + 1), now) ? text : null;
  }
}

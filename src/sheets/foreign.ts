import { FileFault } from './table.js';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
const beginsWith = (bytes: Uint8Array, mark: number[]) => mark.every((byte, at) => bytes[at] === byte);

/** Whether a file begins as a workbook does. */
export const isZip = (bytes: Uint8Array): boolean => beginsWith(bytes, ZIP);

/** @throws FileFault that says what bytes are which hold no text. */
export function refuseWrongKind(bytes: Uint8Array): void {
  if (!beginsWith(bytes, OLE)) return;
  const locked = new TextDecoder('utf-16le').decode(bytes).includes('EncryptedPackage');
  throw new FileFault(
    locked
      ? 'Buku kerja ini dikunci dengan sandi. Buka di lembar kerja, hapus sandinya, lalu simpan ulang.'
      : 'Berkas memakai format XLS lama. Simpan ulang sebagai XLSX atau CSV.',
  );
}

const FOREIGN: [begins: RegExp, message: string][] = [
  [
    /^\s*(?:<!doctype html|<(?:html|head|body|table|meta|style|div|center|!--)|mime-version:)/i,
    'Isi berkas ini halaman web (HTML), walau namanya XLS atau CSV. Buka di lembar kerja, lalu simpan ulang sebagai XLSX.',
  ],
  [
    /^\s*<(?:\?xml|(?:\w+:)?workbook)/i,
    'Isi berkas ini XML, walau namanya XLS atau CSV. Buka di lembar kerja, lalu simpan ulang sebagai XLSX.',
  ],
  [/^\s*%PDF-/, 'Berkas ini PDF, bukan tabel. Minta lembar kerjanya, XLSX atau CSV.'],
];

/** @throws FileFault that says what a text is which is no table. */
export function refuseText(text: string): void {
  const found = FOREIGN.find(([begins]) => begins.test(text.slice(0, 1000)));
  if (found) throw new FileFault(found[1]);
}

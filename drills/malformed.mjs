// 1,000 uploads that are broken in every way that forms and files can be: no fault of the portal, no death.
import { randomBytes, randomUUID } from 'node:crypto';
import { counted, faulty, signedIn, today } from './support/people.mjs';

const COUNT = 1_000;
const BOUNDARY = '----batas';

const part = (head, body = '') =>
  Buffer.concat([Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')]);
const named = (name, value) => part(`Content-Disposition: form-data; name="${name}"`, value);
const file = (field, fileName, bytes, type = 'application/octet-stream') =>
  part(
    `Content-Disposition: form-data; name="${field}"; filename="${fileName}"\r\nContent-Type: ${type}`,
    bytes,
  );
const END = Buffer.from(`--${BOUNDARY}--\r\n`);

const begin = (...bytes) => Buffer.concat([Buffer.from(bytes), randomBytes(3_000)]);
/** Contents that begin like something they are not. */
const contents = {
  jpeg: () => begin(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46),
  png: () =>
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a0000000d49484452ffffffffffffffff0806000000', 'hex'),
      randomBytes(2_000),
    ]),
  webp: () => Buffer.concat([Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8 ', 'latin1'), randomBytes(2_000)]),
  pdf: () =>
    Buffer.concat([
      Buffer.from('%PDF-1.7\n1 0 obj <</Filter /FlateDecode /Length 99999999>> stream\n'),
      randomBytes(3_000),
    ]),
  zip: () => begin(0x50, 0x4b, 3, 4, 20, 0, 8, 0, 8, 0),
  gzip: () => begin(0x1f, 0x8b, 8),
  csv: () => Buffer.from(`kode;desil1\n${'33.27.01.2001;"'.repeat(400)}`),
  html: () => Buffer.from('<html><table><tr><td>33.27.01.2001</td></table>'),
  utf16: () => Buffer.concat([Buffer.from([0xff, 0xfe]), randomBytes(999)]),
  nothing: () => Buffer.alloc(0),
  nulls: () => Buffer.alloc(5_000),
};
const kinds = Object.keys(contents);

/** Ways in which a whole form is broken; each makes its body from the fields of a good one, the name for files and a content. */
const ways = [
  (head, field, bytes) => [head, file(field, 'a.jpg', bytes), END],
  (head, field, bytes) => [head, file(field, 'a.jpg', bytes)],
  (head, field, bytes) => [file(field, '../../etc/passwd\u0000.pdf', bytes), head, END],
  (head, field, bytes) => [head, file(field, `${'n'.repeat(9_000)}.xlsx`, bytes), END],
  (head, field, bytes) => [head, file(`${field}[0][__proto__]`, 'a.csv', bytes), END],
  (head, field, bytes) => [head, ...Array.from({ length: 40 }, () => file(field, 'a.pdf', bytes)), END],
  (head, field, bytes) => [
    head,
    ...Array.from({ length: 700 }, (_one, at) => named(`f${at}`, 'x')),
    file(field, 'a', bytes),
    END,
  ],
  (head, _field, bytes) => [head, part('Content-Disposition: form-data', bytes), END],
  (head, field, bytes) => [
    head,
    part(`Content-Disposition: form-data; name="${field}"; filename*=utf-8''%ff%fe%00`, bytes),
    END,
  ],
  (head, field, bytes) => [
    head,
    part(`${'X-Lain: y\r\n'.repeat(3_000)}Content-Disposition: form-data; name="${field}"`, bytes),
    END,
  ],
  (head, field, bytes) => [
    head,
    named('uraian', '\u0000\ufffd\ud800'.repeat(50)),
    named('__proto__', 'x'),
    file(field, 'a.png', bytes),
    END,
  ],
  (_head, field, bytes) => [file(field, 'a.jpg', bytes), END],
  (_head, _field, bytes) => [bytes],
];

const types = [
  `multipart/form-data; boundary=${BOUNDARY}`,
  `multipart/form-data; boundary=${BOUNDARY}`,
  'multipart/form-data',
  'multipart/form-data; boundary=""',
  `multipart/mixed; boundary=${BOUNDARY}`,
];

const places = [
  {
    ...{ role: 'OPD', path: '/kegiatan', field: 'bukti' },
    fields: { jenis: 'JMB', jumlah: '1', uraian: 'Latihan', aksi: 'ajukan', catat_juga: 'ya', hari: today() },
  },
  {
    ...{ role: 'BAPPEDA', path: '/data/impor', field: 'berkas' },
    fields: { jenis: 'desil1', sumber: 'DTSEN', per: '2026-01-31', satuan: 'jiwa' },
  },
  { role: 'ADMIN', path: '/pengguna/impor', field: 'berkas', fields: {} },
];

export async function malformed({ engine, tell }) {
  const place = await engine.place();
  const portal = await place.start();
  const senders = new Map();
  for (const { role } of places) senders.set(role, (await signedIn(portal, place, 1, [role]))[0]);
  const answers = [];
  let next = 0;
  const send = async () => {
    for (let at = next++; at < COUNT; at = next++) {
      const { role, path, field, fields } = places[at % places.length];
      const bytes = contents[kinds[at % kinds.length]]();
      const way = ways[Math.floor(at / 3) % ways.length];
      const type = types[Math.floor(at / 39) % types.length];
      const sender = senders.get(role);
      const typed = Object.entries({ kiriman: randomUUID(), ...fields, desa: sender.village ?? '' });
      const bodyOf = (token) => {
        const head = [['_csrf', token], ...typed].map(([name, value]) => named(name, value));
        return Buffer.concat(way(Buffer.concat(head), field, bytes));
      };
      answers.push(await sender.raw(path, type, bodyOf));
    }
  };
  await Promise.all(Array.from({ length: 4 }, send));
  const { status } = await senders.get('OPD').get('/beranda');
  const wrong = faulty(answers);
  tell({
    did: `${COUNT} malformed uploads to three forms`,
    figure: `answers ${counted(answers)}; faults: ${counted(wrong)}; a page then ${status}`,
    goal: 'no faults, 200',
    ok: portal.lives && wrong.length === 0 && status === 200,
  });
}

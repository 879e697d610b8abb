import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { forgetOrphans, removeOrphans } from '../../src/evidence/evidence.js';
import { makeAccount } from '../support/make.js';
import { usePortal, words } from '../support/portal.js';
import { FIVE, type Scene, setScene } from './scene.js';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

let shade = 0;
/** A photo of its own colour that tells where it was taken and with what, as phones write it. */
const photo = () => {
  shade += 9;
  return sharp({ create: { width: 2400, height: 1200, channels: 3, background: { r: shade, g: 99, b: 60 } } })
    .withExif({
      IFD0: { Make: 'Ponsel Uji' },
      IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 7/1 0/1' },
    })
    .jpeg()
    .toBuffer();
};

describe('evidence of an activity', () => {
  const portal = usePortal();
  const folder = () => portal.services.config.evidenceDir;

  const send = (scene: Scene, files: [name: string, bytes: Buffer][], fields: Record<string, string> = {}) =>
    scene.asOfficer.upload(
      '/kegiatan',
      { ...FIVE, aksi: 'ajukan', ...fields },
      files.map(([name, bytes]) => ({ field: 'bukti', name, bytes })),
    );
  const idOf = (answer: Awaited<ReturnType<typeof send>>) => Number(answer.headers.location?.split('/')[2]);

  it('draws photos anew, at most 1600 px and without place or maker, and keeps PDFs', async () => {
    expect((await photo()).includes('Ponsel Uji')).toBe(true);
    const scene = await setScene(portal);
    const id = idOf(
      await send(scene, [
        ['IMG_1.JPG', await photo()],
        ['berita-acara.pdf', PDF],
      ]),
    );
    const { evidence } = (await scene.current(id)).revision;
    expect(evidence.map((one) => one.fileName)).toEqual(['IMG_1.jpg', 'berita-acara.pdf']);
    const stored = await readFile(path.join(folder(), evidence[0]?.sha256 as string));
    const { width, height, exif } = await sharp(stored).metadata();
    expect({ width, height, exif }).toEqual({ width: 1600, height: 800, exif: undefined });
    expect(stored.includes('Ponsel Uji')).toBe(false);
    const served = await scene.asCoordinator.get(`/kegiatan/${id}/bukti/${evidence[0]?.id}`);
    expect(served.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const pdf = await scene.asCoordinator.get(`/kegiatan/${id}/bukti/${evidence[1]?.id}`);
    expect(pdf.headers['content-disposition']).toContain('berita-acara.pdf');
    await scene.asCoordinator.get(`/kegiatan/${id}/bukti/${evidence[0]?.id}?ukuran=kecil`);
  });

  it('keeps files in the order in which they were sent, whichever was written first', async () => {
    const scene = await setScene(portal);
    const paper = (bytes: number) => Buffer.concat([PDF, Buffer.alloc(bytes, '%')]);
    const files = [4_000_000, 300_000, 1, 0].map((size): [string, Buffer] => [
      `surat-${size}.pdf`,
      paper(size),
    ]);
    const id = idOf(await send(scene, files));
    const { evidence } = (await scene.current(id)).revision;
    expect(evidence.map((one) => one.fileName)).toEqual(files.map(([name]) => name));
  });

  it.each([
    ['a program with a photo’s name', 'foto.jpg', Buffer.from('MZ\u0090\u0000program'), 'bukan foto JPEG'],
    ['an SVG', 'gambar.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'bukan foto JPEG'],
    [
      'HEIC',
      'IMG.heic',
      Buffer.from('\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic'),
      'HEIC',
    ],
    ['a broken photo', 'rusak.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 'tidak dapat dibaca'],
    ['a NIK in the name', 'KTP 3327030101000004.pdf', PDF, 'mirip NIK'],
  ])('refuses %s with a sentence at the field', async (_name, fileName, bytes, reason) => {
    const scene = await setScene(portal);
    const before = await portal.services.db.activity.count();
    const refused = await send(scene, [[fileName, bytes]]).expect(422);
    expect(words(refused)).toContain(reason);
    expect(refused.text).toContain('Sisanya minggu depan.');
    expect(await portal.services.db.activity.count()).toBe(before);
  });

  it('takes a photo whose head is not quite right, and a PDF with a line before its mark', async () => {
    const scene = await setScene(portal);
    const odd = Buffer.from(await photo());
    // Some phones write other numbers behind the components of a scan than the standard wants.
    const scan = odd.indexOf(Buffer.from([0xff, 0xda]));
    const after = scan + 2 + odd.readUInt16BE(scan + 2);
    odd.set([0, 0, 0], after - 3);
    await send(scene, [
      ['sos.jpg', odd],
      ['acara.pdf', Buffer.concat([Buffer.from('\n'), PDF])],
    ]).expect(303);
    const files = await portal.services.db.evidence.findMany({ orderBy: { id: 'desc' }, take: 2 });
    expect(files.map((one) => one.fileName).sort()).toEqual(['acara.pdf', 'sos.jpg']);
  });

  it('answers a file over 8 MB at its field, with everything typed and the other files kept', async () => {
    const scene = await setScene(portal);
    const large = Buffer.concat([PDF, Buffer.alloc(8_000_001)]);
    const refused = await send(scene, [
      ['besar.pdf', large],
      ['lapangan.jpg', await photo()],
    ]).expect(413);
    expect(words(refused)).toContain('besar.pdf lebih besar dari 8 MB');
    expect(refused.text).toContain('Sisanya minggu depan.');
    expect(refused.text).toContain('name="titipan"');
    const many = await send(
      scene,
      Array.from({ length: 7 }, (_, index): [string, Buffer] => [`${index}.pdf`, PDF]),
    ).expect(413);
    expect(words(many)).toContain('Paling banyak 6 berkas sekali kirim');
    expect(many.text).toContain('Sisanya minggu depan.');
  });

  it('opens the photo of a phone with 50 megapixels, and no giant, one after the other', async () => {
    const plain = (width: number, height: number, background = '#386') =>
      sharp({ create: { width, height, channels: 3, background } });
    const scene = await setScene(portal);
    const phone = await plain(8192, 6144).jpeg().toBuffer();
    const kept = await send(scene, [
      ['a.jpg', phone],
      ['b.jpg', await plain(4032, 3024, '#a52').jpeg({ progressive: true }).toBuffer()],
    ]);
    expect((await scene.current(idOf(kept))).revision.evidence).toHaveLength(2);
    const deep = plain(5000, 4000).toColourspace('rgb16').png({ compressionLevel: 1 });
    for (const giant of [
      await plain(9000, 8000).jpeg().toBuffer(),
      await plain(5000, 4000).jpeg({ progressive: true }).toBuffer(),
      await deep.toBuffer(),
    ]) {
      const refused = await send(scene, [['besar.png', giant]]).expect(422);
      expect(words(refused)).toMatch(/besar\.png berukuran (72|20) megapiksel/);
    }
  }, 60_000);

  it('names a file after its content, without signs that turn the name around', async () => {
    const scene = await setScene(portal);
    const id = idOf(
      await send(scene, [
        ['laporan.html', PDF],
        ['foto\u202egpj.exe', await photo()],
      ]),
    );
    const { evidence } = (await scene.current(id)).revision;
    expect(evidence.map((one) => one.fileName)).toEqual(['laporan.pdf', 'fotogpj.jpg']);
  });

  it('takes six at most', async () => {
    const scene = await setScene(portal);
    const id = idOf(await send(scene, [['a.jpg', await photo()]], { aksi: 'draf' }));
    const { revision } = await scene.current(id);
    const more: [string, Buffer][] = [];
    for (let index = 0; index < 6; index++) more.push([`${index}.jpg`, await photo()]);
    const refused = await scene.asOfficer
      .upload(
        `/kegiatan/${id}/ubah`,
        { ...FIVE, revisi: String(revision.id), versi: String(revision.lockVersion), aksi: 'draf' },
        more.map(([name, bytes]) => ({ field: 'bukti', name, bytes })),
      )
      .expect(422);
    expect(words(refused)).toContain('Paling banyak 6');
  });

  it('keeps good files of a refused form for the next try, for the same person alone', async () => {
    const scene = await setScene(portal);
    const refused = await send(scene, [['lapangan.jpg', await photo()]], { jumlah: '' }).expect(422);
    const note = /name="titipan" value="([^"]+)"/.exec(refused.text)?.[1] as string;
    const colleague = await portal.as(await makeAccount(portal.services.database, 'OPD'));
    const stolen = await colleague.post('/kegiatan', { ...FIVE, aksi: 'draf', titipan: note });
    expect((await scene.current(idOf(stolen))).revision.evidence).toEqual([]);
    const again = await scene.asOfficer.post('/kegiatan', { ...FIVE, aksi: 'draf', titipan: note });
    expect((await scene.current(idOf(again))).revision.evidence).toMatchObject([
      { fileName: 'lapangan.jpg' },
    ]);
  });

  it('leaves out what is ticked, and shows evidence only to those who may read the activity', async () => {
    const scene = await setScene(portal);
    const id = idOf(await send(scene, [['a.jpg', await photo()]], { aksi: 'draf' }));
    const { revision } = await scene.current(id);
    const address = `/kegiatan/${id}/bukti/${revision.evidence[0]?.id}`;
    await scene.asOfficer.get(address);
    await scene.asVillage.get(address).expect(404);
    await (await portal.as()).get(address).expect(303);
    const other = await scene.log();
    const borrowed = `/kegiatan/${other}/bukti/${revision.evidence[0]?.id}`;
    await scene.asVillage.get(borrowed).expect(404);
    await scene.asOfficer.post(`/kegiatan/${id}/ubah`, {
      ...FIVE,
      revisi: revision.id,
      versi: revision.lockVersion,
      aksi: 'draf',
      hapus_bukti: String(revision.evidence[0]?.id),
    });
    expect((await scene.current(id)).revision.evidence).toEqual([]);
  });

  it('tells evidence apart in a difference, and refuses to touch that of a verified revision', async () => {
    const scene = await setScene(portal);
    const id = idOf(await send(scene, [['lama.jpg', await photo()]]));
    await scene.press(scene.asCoordinator, id, 'verifikasi');
    const verified = (await scene.current(id)).revision;
    await scene.press(scene.asOfficer, id, 'perbaiki');
    const draft = (await scene.current(id)).revision;
    await scene.asOfficer.upload(
      `/kegiatan/${id}/ubah`,
      {
        ...FIVE,
        revisi: String(draft.id),
        versi: String(draft.lockVersion),
        aksi: 'ajukan',
        perubahan: 'Foto yang benar.',
        hapus_bukti: [String(draft.evidence[0]?.id), String(verified.evidence[0]?.id)],
      },
      [{ field: 'bukti', name: 'baru.jpg', bytes: await photo() }],
    );
    const said = words(await scene.asCoordinator.get(`/kegiatan/${id}/perbedaan`));
    expect(said).toContain('lama.jpg ada dihapus');
    expect(said).toContain('baru.jpg belum ada ditambahkan');
    expect(await portal.services.db.evidence.count({ where: { revisionId: verified.id } })).toBe(1);
  });

  it('sweeps files that nobody names after a day, and nothing else', async () => {
    const scene = await setScene(portal);
    const id = idOf(await send(scene, [['a.jpg', await photo()]]));
    const kept = (await scene.current(id)).revision.evidence[0]?.sha256 as string;
    const [old, fresh] = ['a'.repeat(64), 'b'.repeat(64)];
    await writeFile(path.join(folder(), old), 'x');
    await writeFile(path.join(folder(), fresh), 'x');
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    await utimes(path.join(folder(), old), longAgo, longAgo);
    await utimes(path.join(folder(), kept), longAgo, longAgo);
    const now = new Date();
    const named = await portal.services.database.transaction((tx) => forgetOrphans(tx, now));
    await removeOrphans(folder(), named, now);
    const left = await readdir(folder());
    expect(left).toContain(kept);
    expect(left).toContain(fresh);
    expect(left).not.toContain(old);
  });
});

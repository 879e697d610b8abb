import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../core/problem.js';

/** Bytes that may still be written into a folder, or into the one that it will be made in. */
async function freeBytes(folder: string): Promise<number> {
  const disk = await statfs(folder).catch(() => null);
  if (disk) return disk.bavail * disk.bsize;
  const above = path.dirname(folder);
  return above === folder ? Number.POSITIVE_INFINITY : freeBytes(above);
}

const FRESH_MS = 1_000;

/** The room left on the disks that the portal writes to. */
export class Disk {
  private asked = 0;
  private answer: Promise<number> = Promise.resolve(Number.POSITIVE_INFINITY);

  constructor(
    private readonly folders: string[],
    /** With fewer bytes left nothing is begun that would write. */
    readonly floor: number,
  ) {}

  /** Bytes left on the fullest of them, known for a second. */
  left(): Promise<number> {
    if (Date.now() - this.asked > FRESH_MS) {
      this.asked = Date.now();
      this.answer = Promise.all(this.folders.map(freeBytes)).then((all) => Math.min(...all));
    }
    return this.answer;
  }

  async isFull(): Promise<boolean> {
    return (await this.left()) < this.floor;
  }

  /** @throws Problem `no-room` before anything is begun that the disk could not hold. */
  async refuseWhenFull(): Promise<void> {
    if (await this.isFull()) throw noRoom();
  }
}

export const noRoom = () =>
  new Problem(
    'no-room',
    'Bukan kesalahan Anda. Ruang penyimpanan portal hampir habis, jadi untuk sementara tidak ada yang disimpan. Membaca tetap bisa. Admin perlu mengosongkan ruang; coba lagi nanti.',
  );

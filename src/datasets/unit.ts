import { list } from '../core/format.js';
import type { DataKind } from './kind.js';

/** The unit of the counts, the same in every row of a file. */
export class UnitReader {
  unit: string | undefined;
  /** What an empty cell means. */
  readonly usual: string;
  private readonly known: Map<string, string>;

  constructor(
    private readonly units: DataKind['units'],
    private readonly only?: string,
  ) {
    this.usual = units[0]?.name ?? '';
    this.known = new Map(
      units.flatMap(({ name, others = [] }) => [name, ...others].map((one) => [one, name])),
    );
  }

  /** The unit of one row as typed; null when it cannot be read. */
  read(typed: string): { unit: string | null; problem: string } {
    const plain = typed.toLowerCase().replace(/\s+/g, ' ');
    const unit = plain === '' ? this.usual : (this.known.get(plain) ?? null);
    if (unit === null) {
      const choices = list(this.units.map((one) => one.name)).replace(' dan ', ' atau ');
      return { unit, problem: `Satuan "${plain.slice(0, 30)}" tidak dikenal. Tulis ${choices}.` };
    }
    this.unit ??= unit;
    if (this.only !== undefined && unit !== this.only)
      return { unit, problem: `Dasar persen perlu satuan ${this.only}, berkas memuat ${unit}.` };
    if (unit === this.unit) return { unit, problem: '' };
    return {
      unit,
      problem: `Satuan ${unit} berbeda dari baris pertama (${this.unit}). Satu berkas satu satuan.`,
    };
  }
}

import { inflateSync } from 'node:zlib';

/** How many signs are drawn on each sheet of a PDF that Chromium printed. */
export function signsBySheet(pdf: Buffer): number[] {
  const text = pdf.toString('latin1');
  const objects = new Map<number, { dictionary: string; at: number }>();
  for (const found of text.matchAll(/(\d+) 0 obj\s*(<<[\s\S]*?>>)\s*(stream\r?\n|endobj)/g))
    objects.set(Number(found[1]), { dictionary: found[2] as string, at: found.index + found[0].length });
  const drawn = (id: number) => {
    const { dictionary, at } = objects.get(id) as { dictionary: string; at: number };
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
    const content = inflateSync(pdf.subarray(at, at + length)).toString('latin1');
    // Signs are numbers of glyphs, four digits each.
    return [...content.matchAll(/<([0-9A-Fa-f]+)>/g)].reduce((sum, [, hex = '']) => sum + hex.length / 4, 0);
  };
  return [...objects.values()]
    .filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary))
    .map(({ dictionary }) => drawn(Number(/\/Contents (\d+) 0 R/.exec(dictionary)?.[1])));
}

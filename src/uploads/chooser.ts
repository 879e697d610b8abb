import { byNames, searchName } from '../wilayah/names.js';

/** The code of what a cell names, or why it names nothing. */
type Chosen = { code: string; problem: '' } | { code: null; problem: string };

/**
 * Finds things by code or name as the cells of a sheet name them. What is none is said in a sentence that `label` begins
 * and `hint` ends.
 */
export function chooser(
  label: string,
  things: { code: string; name: string }[],
  hint = `Pakai nama atau kode: ${things.map(({ code }) => code).join(', ')}.`,
): (typed: string) => Chosen {
  const known = byNames(things, ({ code, name }) => [code, name]);
  return (typed) => {
    const found = known.get(searchName(typed));
    if (found) return { code: found.code, problem: '' };
    return { code: null, problem: `${label} "${typed}" tidak dikenal. ${hint}` };
  };
}

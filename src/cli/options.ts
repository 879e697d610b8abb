/** Options as typed on a command line, and a line for everything that is none. */
export interface TypedOptions<Name extends string> {
  values: Partial<Record<Name, string>>;
  problems: string[];
}

/** Reads `--name value` and `--name=value`. All that is wrong is told at once, which Node's own reader does not do. */
export function readOptions<Name extends string>(argv: string[], names: readonly Name[]): TypedOptions<Name> {
  const values: Partial<Record<Name, string>> = {};
  const problems: string[] = [];
  const rest = [...argv];
  for (let typed = rest.shift(); typed !== undefined; typed = rest.shift()) {
    const [, option, inline] = /^(--?[^=]+)(?:=(.*))?$/s.exec(typed) ?? [];
    const value = inline ?? (option && !rest[0]?.startsWith('--') ? rest.shift() : undefined);
    const name = names.find((one) => `--${one}` === option);
    if (!option)
      problems.push(`--${names[0]}: "${typed}" bukan opsi. Tulis nama berkas sesudah --${names[0]}.`);
    else if (!name) problems.push(`${option}: opsi tidak dikenal.`);
    else if (!value) problems.push(`${option}: nilainya belum diisi.`);
    else if (values[name] !== undefined)
      problems.push(`${option}: ditulis lebih dari sekali. Tulis sekali saja.`);
    else values[name] = value;
  }
  return { values, problems };
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Role } from '../../src/generated/prisma/enums.js';
import { type Action, cellOf, policy } from '../../src/policy.js';

const schema = readFileSync('prisma/schema.prisma', 'utf8');

interface Block {
  kind: string;
  name: string;
  meaning: string;
  lines: { text: string; meaning: string }[];
}

/** Columns that mean the same wherever they stand. */
const everywhere: Record<string, string> = {
  regionCode: 'The kabupaten/kota it belongs to',
  name: 'Official name',
  code: 'Official code',
  at: 'When it happened',
  createdAt: 'When it was stored',
  updatedAt: 'When it was last saved',
  validFrom: 'First day it existed',
  validTo: 'The last day it existed; empty while it exists',
  position: 'Order on screen, from 0',
  villageCode: 'Kemendagri code of the desa or kelurahan',
  kecamatanCode: 'Kemendagri code of the kecamatan',
  fileName: 'As the uploader named it',
  sha256: 'Of the content, in hexadecimal',
  isSample: 'Made by the sample data',
  year: 'Calendar year',
  kind: 'One of its kinds',
};

/** Models and enums of the schema, each with the comments that stand above it and its fields. */
function blocks(): Block[] {
  const found: Block[] = [];
  let comment = '';
  for (const line of schema.split('\n').map((one) => one.trim())) {
    const opening = /^(model|enum) (\w+) \{$/.exec(line);
    if (line.startsWith('///')) comment = `${comment} ${line.slice(3).trim()}`.trim();
    else if (opening)
      found.push({ kind: opening[1] as string, name: opening[2] as string, meaning: comment, lines: [] });
    else if (found.length > 0 && line && !/^(@@|\/\/)/.test(line) && !/^(}|generator|datasource)/.test(line))
      found.at(-1)?.lines.push({ text: line, meaning: comment });
    if (!line.startsWith('///')) comment = '';
  }
  return found;
}

const names = new Set(blocks().map(({ name }) => name));
const enums = new Set(blocks().flatMap(({ kind, name }) => (kind === 'enum' ? [name] : [])));

/** A day, a moment and a fixed-point number are told apart. */
function typeOf(type: string, text: string): string {
  if (type === 'DateTime') return text.includes('@db.Date') ? 'date' : 'time';
  return text.includes('@db.Decimal') ? 'Decimal' : type;
}

/** `villageCode String @map("village_code")` as a row; relations to other tables stand in their key columns. */
function column({ text, meaning }: Block['lines'][number], keys: Map<string, string>): string[] {
  const [field = '', type = ''] = text.split(/\s+/);
  const base = type.replace(/[?[\]]/g, '');
  if (names.has(base) && !enums.has(base)) return [];
  const real = /@map\("(\w+)"\)/.exec(text)?.[1] ?? field;
  const told = meaning.replace(/\.$/, '') || keys.get(field) || everywhere[field] || '';
  const mark = [type.endsWith('?') ? 'may be empty' : '', text.includes('@id') ? 'key' : ''].filter(Boolean);
  return [
    `| \`${real}\` | ${typeOf(type.replace('?', ''), text)} | ${[told, ...mark].filter(Boolean).join('; ')} |`,
  ];
}

/** Columns that name a row of another table, with that table. */
function keysOf(lines: Block['lines']): Map<string, string> {
  const found = lines.flatMap(({ text }) => {
    const [, table, field] = /^\w+\s+(\w+)\??\s.*@relation\(.*fields: \[(\w+)\]/.exec(text) ?? [];
    return table && field ? [[field, `Which ${table}`] as const] : [];
  });
  return new Map(found);
}

function dictionary(): string {
  const parts = blocks().map(({ kind, name, meaning, lines }) => {
    const head = `## ${name}\n${meaning ? `${meaning}\n` : ''}`;
    if (kind === 'enum') {
      const values = lines.map(
        (line) => `\`${line.text.split(/\s+/)[0]}\`${line.meaning && ` (${line.meaning})`}`,
      );
      return `${head}\n${values.join(', ')}\n`;
    }
    return `${head}\n| column | type | meaning |\n|---|---|---|\n${lines.flatMap((line) => column(line, keysOf(lines))).join('\n')}\n`;
  });
  return `# Data dictionary\n\nMade from \`prisma/schema.prisma\`; a test keeps it true (\`npx vitest run tests/docs -u\` writes it anew).\nThe tables hold counts, never people; the only names are those of accounts.\n\n${parts.join('\n')}`;
}

function rights(): string {
  const roles = Object.values(Role);
  const rows = Object.keys(policy).map((action) => {
    const marks = roles.map((role) => {
      const cell = cellOf(role, action as Action);
      if (cell === undefined) return '';
      return typeof cell === 'object' ? cell.words : cell === true ? 'yes' : 'if';
    });
    return `| \`${action}\` | ${marks.join(' | ')} |`;
  });
  return `# Who may do what\n\nMade from \`src/policy.ts\`; a test keeps it true. Empty means no, "yes" every row of the kabupaten. Words say which rows: lists,\npages and exports hold no others, and asked for by their address they are not there. "if" depends on the state of the row\nbesides: whose it is, how far its paper is, not one's own writing.\n\n| action | ${roles.join(' | ')} |\n|---|${roles.map(() => '---|').join('')}\n${rows.join('\n')}\n`;
}

describe('the documents', () => {
  it('describe every table and column', async () => {
    await expect(dictionary()).toMatchFileSnapshot(path.resolve('docs/data.md'));
    expect(dictionary().match(/^.*\| (may be empty)? ?\|$/gm) ?? []).toEqual([]);
  });

  it('say who may do what', async () => {
    await expect(rights()).toMatchFileSnapshot(path.resolve('docs/rights.md'));
  });

  it('show no command that does harm with an empty setting', () => {
    const texts = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync('docs')
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
    ];
    const commands = texts.flatMap(
      (file) => readFileSync(file, 'utf8').match(/^```sh\n[\s\S]*?^```|`[^`\n]+`/gm) ?? [],
    );
    // `${NAME:?}` stops the command, `${NAME:-default}` names another place; a bare one is the root folder.
    const guarded = /\$\{[A-Z_]+:[?-][^{}]*(\$\{[A-Z_]+:-[^{}]*\}[^{}]*)?\}/g;
    const bare = commands.flatMap((text) => text.replace(guarded, '').match(/\$\{?[A-Z][A-Z_]*.*/g) ?? []);
    expect(bare).toEqual([]);
    expect(commands.join('\n')).toContain('npx dampingan cadangan buat');
  });
});

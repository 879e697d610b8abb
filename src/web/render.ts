import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { rootFolder } from '../database/root.js';
import { assetsAt } from './assets.js';

/**
 * Every view and the type of its model. Features add theirs beside the builders:
 * `declare module '../web/render.js' { interface Views { 'card/kartu': KartuDesa } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging in each feature
export interface Views {}
export type ViewName = keyof Views & string;

type Compiled = (
  model: unknown,
  escapeFn: typeof escapeHtml,
  include: Include,
  together: typeof keepTogether,
) => string;
type Include = (name: string, model: unknown) => string;

const folder = path.join(rootFolder, 'views');
const compiled = new Map<string, Compiled>();
const settings = { strict: false, reload: false };

/** In development and tests views throw on unknown properties and are read anew at every request. */
export function configureViews(options: { strict: boolean; reload: boolean }): void {
  Object.assign(settings, options);
}

/** Renders a template from the views folder. It sees only `model`, under the name `page`. */
export function render(name: string, model: unknown): string {
  return template(name)(settings.strict ? guard(model, name) : model, escapeHtml, render, keepTogether);
}

function template(name: string): Compiled {
  const known = compiled.get(name);
  if (known && !settings.reload) return known;
  const file = path.join(folder, `${name}.ejs`);
  if (!existsSync(file)) throw new Error(`view ${name} does not exist`);
  const parsed = new ejs.Template(readFileSync(file, 'utf8').replaceAll('"/assets/', `"${assetsAt}/`), {
    strict: true,
    localsName: 'page',
    compileDebug: false,
    filename: file,
  });
  parsed.compile();
  // EJS's own function copies the model and resolves includes by file; ours gets both as they are.
  const made = new Function(
    'page',
    'escapeFn',
    'include',
    'together',
    `"use strict";\n${parsed.source}`,
  ) as Compiled;
  compiled.set(name, made);
  return made;
}

const special = /[&<>"']/;
const entities = new Map<string, string>(
  Object.entries({
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&#34;',
    "'": '&#39;',
  }),
);

/** Escapes a value for HTML; null and undefined are empty. */
export function escapeHtml(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : String(value);
  return special.test(text) ? text.replace(/[&<>"']/g, (sign) => entities.get(sign) as string) : text;
}

/** A sentence for HTML in which a place such as "ke-42" is not broken at its hyphen; what is copied stays as written. */
function keepTogether(value: string): string {
  const text = escapeHtml(value);
  return text.includes('ke-') ? text.replace(/\bke-\d[\d.,]*/g, '<span class="together">$&</span>') : text;
}

const guards = new WeakMap<object, unknown>();

/** EJS prints nothing for a misspelt property; this makes it an error that names view and property. */
function guard(value: unknown, view: string): unknown {
  if (value === null || typeof value !== 'object') return value;
  const known = guards.get(value);
  if (known) return known;
  const proxy = new Proxy(value, {
    get(target, key, receiver) {
      if (typeof key === 'string' && !(key in target) && key !== 'toJSON') {
        throw new Error(`view ${view} reads '${key}', which its model does not have`);
      }
      return guard(Reflect.get(target, key, receiver), view);
    },
  });
  guards.set(value, proxy);
  return proxy;
}

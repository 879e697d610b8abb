import type { Readable } from 'node:stream';
import type { Link } from './components.js';
import type { ViewName, Views } from './render.js';

/** A line shown once on the next page. */
export interface Flash {
  tone: 'done' | 'warn' | 'error';
  title: string;
  text: string;
  links: Link[];
}

/** What a page tells its frame. */
export interface Frame {
  title: string;
  /** Which word of the navigation is current: its address. */
  section?: string;
  /** Of an answer that is told once: where what it tells stands, for who sends the form again. */
  tells?: string;
  bodyClass?: '' | 'form-page' | 'public' | 'signin';
}

export type Reply =
  | { kind: 'page'; view: string; model: unknown; frame: Frame; status: number }
  | { kind: 'redirect'; to: string; flash: Flash | null }
  | { kind: 'moved'; to: string }
  | {
      kind: 'file';
      name: string | null;
      type: string;
      content: Readable | Buffer | string;
    }
  | { kind: 'json'; value: unknown; status: number };

/** A page of the portal; the model's type follows from the view's name. */
export function page<V extends ViewName>(view: V, model: Views[V], frame: Frame): Reply {
  return { kind: 'page', view, model, frame, status: 200 };
}

/** Where a change leads, with a line that says what was done. */
export function redirect(to: string, done?: Partial<Flash> & Pick<Flash, 'title'>): Reply {
  const flash = done ? { tone: 'done' as const, text: '', links: [], ...done } : null;
  return { kind: 'redirect', to, flash };
}

/** Where a page stands now that stood here before, for good. */
export const moved = (to: string): Reply => ({ kind: 'moved', to });

/** A download; with `name` null it is shown in the browser. */
export function file(name: string | null, type: string, content: Readable | Buffer | string): Reply {
  return { kind: 'file', name, type, content };
}

export function json(value: unknown, status = 200): Reply {
  return { kind: 'json', value, status };
}

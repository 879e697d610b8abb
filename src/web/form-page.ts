import { type ErrorSummary, errorSummary, type Field, field, options, type PageHead } from './components.js';
import { page, type Reply } from './reply.js';

declare module './render.js' {
  interface Views {
    'web/formulir': FormPage;
  }
}

interface FormPage {
  head: PageHead;
  summary: ErrorSummary;
  action: string;
  fields: Field[];
  submit: string;
  /** Back to the page one came from; '' where there is none. */
  cancelHref: string;
}

/** A page that is one short form; after a refusal its title begins with "Galat:". */
export function formPage(
  given: Omit<FormPage, 'summary' | 'cancelHref'> & { errors: Record<string, string>; section: string },
): Reply {
  const { errors, section, ...model } = given;
  const refused = Object.keys(errors).length > 0;
  const title = refused ? `Galat: ${model.head.title}` : model.head.title;
  return page(
    'web/formulir',
    { ...model, summary: errorSummary(errors), cancelHref: model.head.crumbs.at(-1)?.href ?? '' },
    { title, section, bodyClass: 'form-page' },
  );
}

/** What was typed into a field, as text; `otherwise` when nothing was. */
export const typedText = (typed: Record<string, unknown>, name: string, otherwise = ''): string =>
  typeof typed[name] === 'string' ? (typed[name] as string) : otherwise;

export type FieldGiven = Parameters<typeof field>[0] & { choices?: Parameters<typeof options>[0] };

/** Makes fields that hold what was typed into them, before that the value they are given, each with its error. */
export const typedFields =
  (typed: Record<string, unknown>, errors: Record<string, string>) =>
  ({ choices = [], ...given }: FieldGiven): Field => {
    const { name } = given;
    const value = Object.hasOwn(typed, name) ? typedText(typed, name) : (given.value ?? '');
    const sent = typed[name];
    const chosen = Array.isArray(sent) ? sent.map(String) : value;
    return field({ ...given, value, options: options(choices, chosen), error: errors[name] ?? '' });
  };

import type { Request } from 'express';

/** Bytes that the texts of one form may have. */
export const FORM_BYTES = 200_000;

/**
 * Stands before multer, which makes lists and objects of names like `a[9]`, as long as the number says: no form of the
 * portal has one, so they are left out. So is what comes once the texts together are more than a form holds.
 */
export function takePlainFields(req: Request, tooMuch: () => void = () => undefined): void {
  let letters = 0;
  const isTaken = (name: string, value: string) => {
    if (/[[\]]/.test(name)) return false;
    letters += name.length + value.length;
    if (letters > FORM_BYTES) tooMuch();
    return letters <= FORM_BYTES;
  };
  const { pipe } = req;
  req.pipe = (parser) => {
    const { emit } = parser;
    parser.emit = (event: string | symbol, ...given: unknown[]) =>
      event === 'field' && !isTaken(String(given[0]), String(given[1]))
        ? false
        : emit.call(parser, event, ...given);
    return pipe.call(req, parser) as typeof parser;
  };
}

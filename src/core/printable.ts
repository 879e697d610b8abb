// XML 1.0, and with it every workbook, has no place for these; nobody types them on purpose.
const UNPRINTABLE = /(?![\n\r\t])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu;

/** The text without control signs and half characters; line ends and tabs stay. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, '');

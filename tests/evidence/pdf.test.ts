import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lookInto } from '../../src/evidence/drawing.js';
import { activeContent, UNREADABLE } from '../../src/evidence/pdf.js';

const pdf = (body: string | Buffer) =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    Buffer.from(body),
    Buffer.from('\ntrailer << /Root 1 0 R >>\n%%EOF'),
  ]);
const packed = (
  objects: string,
  filter = '/FlateDecode',
  { more = '', type = '/Type /ObjStm', mark = 'stream\n' } = {},
) =>
  Buffer.concat([
    Buffer.from(`4 0 obj << ${type} /N 1 /First 5 /Filter ${filter} /Length 9 ${more} >> ${mark}`),
    deflateSync(Buffer.from(objects)),
    Buffer.from('\nendstream endobj'),
  ]);

describe('a PDF as evidence', () => {
  it.each([
    ['a script at its opening', '1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>'],
    ['a script whose name is in disguise', '1 0 obj << /S /J#61va#53cript /J#53 (x) >>'],
    ['a program it starts', '1 0 obj << /S /Launch /F (cmd.exe) >>'],
    ['another file within', '1 0 obj << /Names << /EmbeddedFiles 3 0 R >> >>'],
    ['media', '1 0 obj << /Subtype /RichMedia >>'],
    ['a form of another kind', '1 0 obj << /AcroForm << /XFA 3 0 R >> >>'],
    ['a form that sends itself', '1 0 obj << /S /SubmitForm /F (http://contoh.id) >>'],
    ['a script on one of its pages', '1 0 obj << /Type /Page /AA << /O << /S /JavaScript /JS (x) >> >> >>'],
    [
      'an action at its opening',
      '1 0 obj << /OpenAction 7 0 R >> endobj 7 0 obj << /S /URI /URI (http://x) >>',
    ],
    ['an action that nobody finds', '1 0 obj << /OpenAction 7 0 R >>'],
    [
      'an action behind one that goes to a place',
      '1 0 obj << /OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (http://x) >> >> >>',
    ],
    ['an action that only spells a place', '1 0 obj << /OpenAction << /X (/S /GoTo) /S /URI /URI (x) >> >>'],
    [
      'an action written over a place',
      '1 0 obj << /OpenAction 7 0 R >> endobj 7 0 obj [3 0 R] endobj 7 0 obj << /S /URI /URI (x) >>',
    ],
    ['an address that a page opens', '1 0 obj << /Type /Page /AA << /O << /S /URI /URI (http://x) >> >> >>'],
    ['a file at its margin', '1 0 obj << /Subtype /FileAttachment /FS 4 0 R >>'],
    ['a lock', 'trailer << /Encrypt 5 0 R >>'],
    ['a lock behind a comment', 'trailer << /Encrypt%\n5 0 R >>'],
    ['a lock behind a null byte', 'trailer << /Encrypt\0 5 0 R >>'],
    [
      'a script behind a comment that looks like a stream',
      '% stream\n1 0 obj << /S /JavaScript >>\n% endstream',
    ],
  ])('is refused with %s', (_what, body) => {
    expect(activeContent(pdf(body))).not.toBeNull();
  });

  it('is refused for what its packed objects hold, or hide', () => {
    expect(activeContent(pdf(packed('5 0 << /S /JavaScript /JS (x) >>')))).toContain('JavaScript');
    expect(activeContent(pdf(packed('5 0 << /Type /Page >>')))).toBeNull();
    expect(activeContent(pdf(packed('5 0 << /Type /Page >>', '/LZWDecode')))).toContain(
      'tidak dapat diperiksa',
    );
    const script = '5 0 << /S /JavaScript /JS (x) >>';
    const hidden = [
      packed(script, '/FlateDecode', { more: `%${'x'.repeat(3_000)}\n` }),
      packed(script, '/FlateDecode', { more: '/X (endobj)' }),
      packed(script, '/FlateDecode', { type: '/Type 8 0 R' }),
      packed(script, '/FlateDecode', { mark: 'stream\r' }),
      packed(script, '/FlateDecode', { more: '/DecodeParms << /Predictor 12 >>' }),
      packed(script, '[/FlateDecode /FlateDecode]'),
      Buffer.concat([Buffer.from('% stream\n'), packed(script)]),
    ];
    for (const [at, body] of hidden.entries()) expect([at, activeContent(pdf(body))]).not.toEqual([at, null]);
    const broken = pdf('4 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\nxxxx\nendstream');
    expect(activeContent(broken)).toContain('tidak dapat diperiksa');
    expect(activeContent(pdf(packed(`${' '.repeat(50_000_000)}`)))).toContain('tidak dapat diperiksa');
  });

  it('is taken when it is a paper, also where it goes to a place first or spells such words', () => {
    const fine = [
      '1 0 obj << /Type /Catalog /OpenAction [3 0 R /XYZ null null 0] >>',
      '1 0 obj << /OpenAction 7 0 R >> endobj 7 0 obj << /S /GoTo /D [3 0 R /Fit] >>',
      '1 0 obj << /OpenAction << /S /GoTo /D [3 0 R /Fit] >> >>',
      '1 0 obj << /Title (cara memakai JavaScript) >>',
      '3 0 obj << /Subtype /Image /Length 9 >> stream\n/JS /AA /Launcher\nendstream',
      '1 0 obj << /A << /S /URI /URI (https://pemalangkab.go.id) >> >>',
    ];
    for (const body of fine) expect([body, activeContent(pdf(body))]).toEqual([body, null]);
  });

  it('that cannot be looked into is refused', async () => {
    expect(await lookInto('tidak-ada.pdf', 1)).toMatchObject({ active: UNREADABLE });
  });
});

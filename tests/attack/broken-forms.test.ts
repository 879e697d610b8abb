import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Role } from '../../src/generated/prisma/enums.js';
import { type Action, roleMay } from '../../src/policy.js';
import { rows } from '../../src/routes.js';
import { FORM_ID } from '../../src/web/once.js';
import { makeAccount } from '../support/make.js';
import { usePortal } from '../support/portal.js';

const withFiles = rows.flatMap(({ path, allow, files }) => {
  if (!files) return [];
  const role = Object.values(Role).find((one) => roleMay(one, allow as Action)) as Role;
  return [{ path: path.replace(/:\w+/g, '1'), role, field: files.field }];
});

const part = (head: string, body: string) =>
  `--batas\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}`;

/** Ways in which a form arrives that is not whole, behind its token. */
const broken = (field: string) => {
  const file = part(`name="${field}"; filename="a.jpg"`, 'awal');
  return {
    'without its end': file,
    'cut off in the head of a file': file.slice(0, 50),
    'with a head without end': `--batas\r\n${'X: y\r\n'.repeat(20_000)}`,
    'without any part': 'x',
  };
};
const TYPES = ['form-data; boundary=batas', 'form-data', 'mixed; boundary=batas', 'form-data; boundary=""'];

describe('a form with files that does not arrive whole', () => {
  const portal = usePortal();

  it.each(withFiles)('is no fault of the portal at $path', async ({ path, role, field }) => {
    const { cookie, token } = await portal.as(await makeAccount(portal.services.database, role));
    for (const [way, body] of Object.entries(broken(field))) {
      for (const type of TYPES) {
        const answer = await request(portal.app)
          .post(path)
          .set({ Cookie: cookie, 'Content-Type': `multipart/${type}` })
          .send(
            part('name="_csrf"', `${token}\r\n`) + part(`name="${FORM_ID}"`, `${randomUUID()}\r\n`) + body,
          );
        const { status } = answer;
        expect([way, type, status, status >= 400 && status < 500]).toEqual([way, type, status, true]);
      }
    }
  });
});

// People with browsers: they sign in, open pages, fill in forms and send them again when the portal asks them to.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { pause } from './processes.mjs';

const PASSWORD = 'desa-dampingan';
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** One request. The answer's status is the connection's own error where there was none, `late` after a minute. */
export function send(port, { method = 'GET', path, headers = {}, body = '' }) {
  return new Promise((resolve) => {
    const began = performance.now();
    const told = (status, response, text = '') =>
      resolve({
        status,
        text,
        path,
        method,
        refused: response?.headers['portal-refusal'],
        to: response?.headers.location,
        cookies: response?.headers['set-cookie'] ?? [],
        at: performance.now(),
        ms: performance.now() - began,
      });
    const sent = http.request(
      { port, host: '127.0.0.1', method, path, headers, agent, timeout: 60_000 },
      async (response) => {
        const parts = [];
        try {
          for await (const part of response) parts.push(part);
        } catch ({ code }) {
          return told(code);
        }
        told(response.statusCode, response, Buffer.concat(parts).toString());
      },
    );
    sent.on('timeout', () => sent.destroy(Object.assign(new Error(), { code: 'late' })));
    sent.on('error', ({ code }) => told(code));
    sent.end(body);
  });
}

/** A form with files as a browser packs it; quick, as whoever sends and whoever measures is one program. */
function packed(fields, files, field) {
  const boundary = `latihan-${randomUUID()}`;
  const part = (name, more, content) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ];
  const typed = Object.entries(fields).flatMap(([name, value]) => part(name, '', Buffer.from(value)));
  const sent = files.flatMap(([name, bytes]) =>
    part(field, `; filename="${name}"\r\nContent-Type: application/octet-stream`, bytes),
  );
  const body = Buffer.concat([...typed, ...sent, Buffer.from(`--${boundary}--\r\n`)]);
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

/** A refusal that asks to come back, or no answer at all. */
export const isForLater = ({ status, refused }) =>
  refused !== undefined || status === 429 || typeof status === 'string';

/** Sends until there is an answer of substance, as somebody does who presses the button again. */
export async function untilAnswered(sending, { patience = 60_000, between = 1_000 } = {}) {
  const until = performance.now() + patience;
  for (;;) {
    const answer = await sending();
    if (!isForLater(answer) || performance.now() > until) return answer;
    await pause(between);
  }
}

export class Person {
  #cookies = new Map();
  #token = '';

  /** @param portal where the portal is now; a drill that starts it again says so there. */
  constructor(portal, { username, role, village }) {
    Object.assign(this, { portal, username, role, village });
  }

  get cookie() {
    return [...this.#cookies].map((pair) => pair.join('=')).join('; ');
  }

  async #send(request) {
    const headers = { accept: 'text/html', cookie: this.cookie, ...request.headers };
    const answer = await send(this.portal.port, { ...request, headers });
    for (const one of answer.cookies) {
      const [name, ...value] = one.split(';')[0].split('=');
      this.#cookies.set(name, value.join('='));
    }
    return answer;
  }

  get(path) {
    return this.#send({ path });
  }

  /** A form; `more` may name its one-time id (`kiriman`), so that it can be sent again. */
  post(path, fields) {
    const body = new URLSearchParams([
      ['_csrf', this.#token],
      ...Object.entries({ kiriman: randomUUID(), ...fields }),
    ]).toString();
    return this.#send({
      method: 'POST',
      path,
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      },
    });
  }

  /** A form with files: pairs of a name and bytes. */
  async upload(path, fields, files, field = 'bukti') {
    const typed = { _csrf: this.#token, kiriman: randomUUID(), ...fields };
    const { body, type } = packed(typed, files, field);
    const headers = { 'content-type': type, 'content-length': body.length };
    return this.#send({ method: 'POST', path, body, headers });
  }

  /** Sends exactly these bytes under this session's token. */
  raw(path, type, bodyOf) {
    const body = bodyOf(this.#token);
    const headers = { 'content-type': type, 'content-length': body.length };
    return this.#send({ method: 'POST', path, body, headers });
  }

  /** One try at the door. @returns the answer to the form; 303 when it let them in. */
  async knock() {
    const door = await this.get('/masuk');
    if (isForLater(door)) return door;
    this.#token = tokenIn(door.text);
    return this.post('/masuk', { username: this.username, password: PASSWORD });
  }

  /** @throws Error when they are not let in. */
  async signIn() {
    const { status } = await untilAnswered(() => this.knock());
    if (status !== 303) throw new Error(`${this.username} is not let in: ${status}`);
    this.#token = tokenIn((await untilAnswered(() => this.get('/akun'))).text);
    return this;
  }

  /** Logs an activity of today with this text and, where given, files; submitted at once. */
  log(text, { id = randomUUID(), files = [] } = {}) {
    const fields = { ...FIVE, desa: this.village, hari: today(), uraian: text, kiriman: id };
    return this.upload('/kegiatan', fields, files);
  }
}

const FIVE = { jenis: 'JMB', jumlah: '12', catat_juga: 'ya', aksi: 'ajukan' };
/** Today in Pemalang, as forms say it. */
export const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date());
const tokenIn = (page) => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** A one-page paper that says what it is for. */
export const paper = (mark) => Buffer.from(`%PDF-1.4\n% ${mark}\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n`);

/** `count` people of these roles; where there are fewer accounts some have several devices. */
export function peopleOf(portal, place, count, roles) {
  const accounts = place.people.filter(({ role }) => roles.includes(role));
  return Array.from({ length: count }, (_one, at) => new Person(portal, accounts[at % accounts.length]));
}

/** The same, signed in. */
export function signedIn(portal, place, count, roles = ['OPD']) {
  return Promise.all(peopleOf(portal, place, count, roles).map((one) => one.signIn()));
}

/**
 * Everybody opens one of `pages` (or does what `doing` says), thinks, and goes on until told to stop.
 * @returns the answers so far, and how to stop.
 */
export function crowd(people, { think, doing }) {
  const answers = [];
  let over = false;
  const all = people.map(async (person, at) => {
    await pause((at * think) / people.length);
    for (let turn = at; !over; turn++) {
      const answer = await doing(person, turn);
      answers.push({ ...answer, text: '' });
      if (!over) await pause(think);
    }
  });
  return {
    answers,
    async stop() {
      over = true;
      await Promise.all(all);
      return answers;
    },
  };
}

/** The answer below which this part of them lies, in milliseconds. */
export function quantile(answers, part) {
  const times = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
}

/** Answers that are faults of the portal: 5xx that is no refusal, and connections that broke. */
export const faulty = (answers) =>
  answers.filter(({ status, refused }) => !refused && (typeof status === 'string' || status >= 500));

/** `3 × 500, 1 × ECONNRESET`, or `none`. */
export function counted(answers) {
  const counts = new Map();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} × ${status}`).join(', ') || 'none';
}

/** The words of a page's middle, for whoever looks why a drill was refused. */
export const wordsOf = ({ text }) =>
  text
    .slice(text.indexOf('<main'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 300);

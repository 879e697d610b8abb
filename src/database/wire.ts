import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';
import { AnsweringPool } from './answers.js';

/**
 * What the driver takes for the socket of a server: its messages go to the engine in this process, many at once, and the
 * engine's answers come back.
 */
class Wire extends Duplex {
  constructor(private readonly engine: PGlite) {
    super();
  }

  /** The driver leaves a connection on which a statement failed; what it prepared there would stand in the way of the next. */
  connect(): void {
    this.engine.exec('rollback; deallocate all').then(
      () => this.emit('connect'),
      (error) => this.destroy(error),
    );
  }
  /** There is no network to tell. */
  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {}
  override _write(message: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.send(message, done);
  }
  override _writev(messages: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.send(Buffer.concat(messages.map(({ chunk }) => chunk)), done);
  }
  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  private send(messages: Buffer, done: (error?: Error) => void): void {
    this.engine.execProtocolRaw(messages).then((answers) => {
      if (answers.length > 0) this.push(Buffer.from(answers));
      done();
    }, done);
  }
}

/** The one session of the embedded engine, asked by the driver that asks servers; who comes meanwhile waits in line. */
export const embeddedPool = (engine: PGlite): AnsweringPool =>
  new AnsweringPool({
    ...{ user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 },
    stream: (() => new Wire(engine)) as never,
  });

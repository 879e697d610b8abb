import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gathered } from '../../src/core/gathered.js';

describe('who asks together', () => {
  /** Questions as they went out, each answered when its test says so. */
  function asking() {
    const sent: { keys: readonly number[]; answer: (failure?: Error) => void }[] = [];
    const ask = gathered(
      (keys: readonly number[]) =>
        new Promise<string[]>((resolve, reject) => {
          const answer = (failure?: Error) =>
            failure ? reject(failure) : resolve(keys.map((key) => `${key}!`));
          sent.push({ keys, answer });
        }),
    );
    return { sent, ask, answer: (at: number, failure?: Error) => sent[at]?.answer(failure) };
  }

  it('waits for the question under way and then shares one, each with an answer of its own', async () => {
    const { sent, ask, answer } = asking();
    const first = ask(1);
    await pause(0);
    const others = [ask(2), ask(3), ask(2)];
    await pause(0);
    expect(sent.map(({ keys }) => keys)).toEqual([[1]]);
    answer(0);
    expect(await first).toBe('1!');
    await pause(0);
    expect(sent.map(({ keys }) => keys)).toEqual([[1], [2, 3, 2]]);
    answer(1);
    expect(await Promise.all(others)).toEqual(['2!', '3!', '2!']);
  });

  it('does not fail with the question before, nor waits for one that hangs', async () => {
    const { sent, ask, answer } = asking();
    const failing = ask(1);
    await pause(0);
    const next = ask(2);
    answer(0, new Error('away'));
    await expect(failing).rejects.toThrow('away');
    await pause(0);
    const behindOneThatHangs = ask(3);
    while (sent.length < 3) await pause(5);
    answer(2);
    expect(await behindOneThatHangs).toBe('3!');
    answer(1);
    expect(await next).toBe('2!');
  });
});

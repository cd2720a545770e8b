import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResultQueue } from '../../src-worker/extractors/exiftool/result-queue.ts';

async function takeAll(queue: ResultQueue<number>): Promise<number[]> {
  const items: number[] = [];
  for (let item = await queue.next(); item !== undefined; item = await queue.next()) items.push(item);
  return items;
}

describe('a result queue', () => {
  test('hands over everything in order, however producer and consumer take turns', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { maxLength: 40 }), fc.boolean(), async (pauses, consumerFirst) => {
        const queue = new ResultQueue<number>();
        const taken = consumerFirst ? takeAll(queue) : undefined;
        for (const [item, pause] of pauses.entries()) {
          queue.push(item);
          for (let turns = 0; turns < pause; turns++) await Promise.resolve();
        }
        queue.end();
        expect(await (taken ?? takeAll(queue))).toEqual(pauses.map((_, item) => item));
      }),
    );
  });

  test('stays at its end', async () => {
    const queue = new ResultQueue<number>();
    queue.push(1);
    queue.end();
    expect([await queue.next(), await queue.next(), await queue.next()]).toEqual([1, undefined, undefined]);
  });

  test('fails once all items are taken, with what the producer failed with', async () => {
    const queue = new ResultQueue<number>();
    queue.push(1);
    queue.fail(new Error('it crashed'));
    expect(await queue.next()).toBe(1);
    await expect(queue.next()).rejects.toThrow('it crashed');
    await expect(queue.next()).rejects.toThrow('it crashed');
  });

  test('wakes a consumer that waits when it ends or fails', async () => {
    const ending = new ResultQueue<number>();
    const failing = new ResultQueue<number>();
    const waiting = [ending.next(), failing.next()] as const;
    ending.end();
    failing.fail(new Error('it crashed'));
    expect(await waiting[0]).toBeUndefined();
    await expect(waiting[1]).rejects.toThrow('it crashed');
  });

  test('keeps to the first word about its end', async () => {
    const ended = new ResultQueue<number>();
    ended.end();
    ended.fail(new Error('late'));
    expect(await ended.next()).toBeUndefined();
    const failed = new ResultQueue<number>();
    failed.fail(new Error('it crashed'));
    failed.end();
    await expect(failed.next()).rejects.toThrow('it crashed');
  });
});

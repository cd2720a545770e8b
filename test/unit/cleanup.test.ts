import { expect, test } from 'vitest';
import { Cleanup } from '../../src-main/cleanup.ts';

test('what was opened is closed in the opposite order, also where one of it cannot be closed', async () => {
  const closed: string[] = [];
  const cleanup = new Cleanup();
  const opened = (name: string) => ({
    [Symbol.asyncDispose]: async () => {
      await Promise.resolve();
      closed.push(name);
      if (name === 'second') throw new Error('it hangs');
    },
  });
  for (const name of ['first', 'second', 'third']) cleanup.use(opened(name));
  await expect(cleanup[Symbol.asyncDispose]()).rejects.toThrow('it hangs');
  expect(closed).toEqual(['third', 'second', 'first']);
  await cleanup[Symbol.asyncDispose]();
  expect(closed).toHaveLength(3);
});

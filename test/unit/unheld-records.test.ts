import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src-main/store/database.ts';
import { unheldRecords } from '../../src-main/store/unheld-records.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The removal over an empty database, with the looks for such records; each is answered when the test says so. */
function removal() {
  const database = openDatabase(join(temporaryFolder(), 'metaextract.sqlite'));
  onTestFinished(() => void database.close());
  const looks: { readonly resolve: (ids: number[]) => void; readonly reject: (error: Error) => void }[] = [];
  const unheld = unheldRecords(database, {
    unreferencedRecords: () => new Promise((resolve, reject) => looks.push({ resolve, reject })),
  });
  /** Answers the look with this number, which is the last one by now. */
  const answer = async (number: number) => {
    await expect.poll(() => looks.length).toBe(number);
    looks[number - 1]?.resolve([]);
  };
  return { unheld, looks, answer };
}

test('records are looked for by one removal at a time, and anew for what was let go of meanwhile', async () => {
  const { unheld, looks, answer } = removal();
  const first = unheld.remove();
  await expect.poll(() => looks.length).toBe(1);
  unheld.note();
  const others = [unheld.remove(), unheld.remove()];
  await new Promise(setImmediate);
  await answer(1);
  await first;
  await answer(2);
  await Promise.all(others);
  expect(looks).toHaveLength(2);
});

test('where nothing was let go of, no look is taken; at first, what an earlier program left is looked for', async () => {
  const { unheld, looks, answer } = removal();
  await Promise.all([unheld.remove(), answer(1)]);
  await unheld.remove();
  expect(looks).toHaveLength(1);
  unheld.note();
  await Promise.all([unheld.remove(), answer(2)]);
});

test('a removal that fails is made up for by the next', async () => {
  const { unheld, looks, answer } = removal();
  const failing = unheld.remove();
  await expect.poll(() => looks.length).toBe(1);
  looks[0]?.reject(new Error('the thread has ended'));
  await expect(failing).rejects.toThrow('the thread has ended');
  await Promise.all([unheld.remove(), answer(2)]);
});

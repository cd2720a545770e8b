import { describe, expect, test } from 'vitest';
import { FaultCode } from '../../src-protocol/model/fault.ts';
import { failureFilter } from '../../src-renderer/src/features/failures/cause.ts';
import { COLUMNS, factsOf, failedFile, workerText } from '../../src-renderer/src/features/failures/failed-file.ts';
import { FAULT_ADVICE } from '../../src-renderer/src/ui/fault-advice.ts';
import { dateTime } from '../../src-renderer/src/ui/time.ts';
import {
  CHOSEN_MAX,
  extendTo,
  focusedIndex,
  focusOn,
  followed,
  NOTHING_CHOSEN,
  rangeTo,
  toggle,
  withChosen,
} from '../../src-renderer/src/features/failures/file-choice.ts';

describe('advice', () => {
  test.each(FaultCode.options)('there is something to do about %s, in whole sentences', (code) => {
    expect(FAULT_ADVICE[code]).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('no two causes are answered with the same words', () => {
    expect(new Set(Object.values(FAULT_ADVICE)).size).toBe(FaultCode.options.length);
  });
});

test('a cause is asked for by outcome and code, all failures by outcome alone', () => {
  expect(failureFilter({ outcome: 'failed', code: 'corrupt' }).conditions).toEqual([
    { column: 'outcome', test: 'equals', values: ['failed'] },
    { column: 'error.code', test: 'equals', values: ['corrupt'] },
  ]);
  expect(failureFilter().conditions).toEqual([{ column: 'outcome', test: 'equals', values: ['failed', 'skipped'] }]);
});

describe('a file that failed', () => {
  const at = '2026-01-15T12:00:00.000Z';
  const corrupt = { outcome: 'failed', code: 'corrupt' } as const;
  const cells = {
    ...{ name: 'a.mp4', folder: '/f', path: '/f/a.mp4', 'error.message': 'noise', 'error.attempts': 2 },
    ...{ 'error.worker': 'local-2', 'error.failedAt': at, fromCache: false, durationMs: 4, size: 5_000 },
  };
  const fileOf = (change: Partial<Record<keyof typeof cells, string | boolean | null>> = {}) => {
    const row: Readonly<Record<string, string | number | boolean | null>> = { ...cells, ...change };
    return failedFile(
      7,
      COLUMNS.map((column) => row[column] ?? null),
    );
  };

  test('names the worker that had it, how often it was tried, and when it failed', () => {
    expect(fileOf()).toMatchObject({ itemId: 7, name: 'a.mp4', message: 'noise', attempts: 2, sizeBytes: 5_000 });
    expect(workerText(fileOf())).toBe('This computer 2');
    expect(workerText(fileOf({ 'error.worker': 'nas/local-2' }))).toBe('nas 2');
    expect(factsOf(fileOf(), corrupt)).toBe(
      `Fault corrupt · 2 attempts · This computer 2 · ${dateTime(at)} · 5 kB · read for 4 ms`,
    );
  });

  test('says where no worker had it: the crawl could not look at it, or the cache knew', () => {
    const gone = fileOf({ 'error.worker': null, durationMs: null, size: null });
    expect(workerText(gone)).toBe('None');
    expect(factsOf(gone, { ...corrupt, code: 'not-found' })).toBe(`Fault not-found · 2 attempts · ${dateTime(at)}`);
    const known = fileOf({ 'error.worker': null, 'error.failedAt': null, fromCache: true });
    expect(workerText(known)).toBe('From the cache');
    expect(factsOf(known, corrupt)).toBe('Fault corrupt · 2 attempts · from the cache · 5 kB · read for 4 ms');
  });
});

describe('choosing files', () => {
  const list = (...itemIds: readonly number[]) => ({
    idAt: (index: number) => itemIds[index],
    indexOf: (itemId: number) => {
      const index = itemIds.indexOf(itemId);
      return index < 0 ? undefined : index;
    },
  });
  const files = list(100, 101, 102, 103, 104, 105, 106, 107, 108, 109);
  const { idAt } = files;

  test('a box is ticked and unticked', () => {
    const ticked = toggle(NOTHING_CHOSEN, 3, idAt);
    expect([...ticked.itemIds]).toEqual([103]);
    expect([...toggle(ticked, 3, idAt).itemIds]).toEqual([]);
  });

  test('a file whose page is not there yet has no box to tick', () => {
    expect(toggle(NOTHING_CHOSEN, 99, idAt)).toBe(NOTHING_CHOSEN);
  });

  test('looking at another file keeps what is chosen', () => {
    const place = { index: 5, itemId: 105 };
    const choice = focusOn(toggle(NOTHING_CHOSEN, 3, idAt), 5, idAt);
    expect(choice).toEqual({ itemIds: new Set([103]), focused: place, anchor: place });
  });

  test('Shift chooses from the anchor in both directions, and the anchor stays', () => {
    const at4 = focusOn(NOTHING_CHOSEN, 4, idAt);
    expect(rangeTo(at4, 6)).toEqual({ offset: 4, count: 3 });
    const down = extendTo(at4, 6, idAt);
    expect(down.focused).toEqual({ index: 6, itemId: 106 });
    expect(rangeTo(down, 3)).toEqual({ offset: 3, count: 2 });
    expect(extendTo(down, 3, idAt).anchor).toEqual({ index: 4, itemId: 104 });
  });

  test('a range goes over files whose pages were never seen', () => {
    const choice = focusOn(NOTHING_CHOSEN, 9, idAt);
    expect(rangeTo(choice, 4_999)).toEqual({ offset: 9, count: 4_991 });
    expect(extendTo(choice, 4_999, idAt).focused).toEqual({ index: 4_999, itemId: undefined });
  });

  test('no more are chosen than a retry takes', () => {
    const many = Array.from({ length: CHOSEN_MAX }, (_, at) => at);
    const choice = withChosen(toggle(NOTHING_CHOSEN, 3, idAt), many);
    expect(choice.itemIds.size).toBe(CHOSEN_MAX);
    expect(choice.itemIds.has(103)).toBe(true);
  });

  test('the file that is looked at stays the same when others come before it', () => {
    const choice = focusOn(NOTHING_CHOSEN, 2, idAt);
    expect(followed(choice, files)).toBe(choice);
    const later = list(98, 99, 100, 101, 102);
    expect(followed(choice, later)).toMatchObject({ focused: { index: 4, itemId: 102 }, anchor: { index: 4 } });
    expect(focusedIndex(followed(choice, later), later.idAt)).toBe(4);
  });

  test('a file that has left the list is not looked at any more, nor the one in its place; the keyboard goes on there', () => {
    const later = list(100, 101, 103);
    const choice = followed(focusOn(NOTHING_CHOSEN, 2, idAt), later);
    expect(focusedIndex(choice, later.idAt)).toBeUndefined();
    expect(choice.focused?.index).toBe(2);
  });

  test('a file whose page comes later is known by it from then on', () => {
    const choice = followed(focusOn(NOTHING_CHOSEN, 12, idAt), files);
    const loaded = list(...Array.from({ length: 20 }, (_, at) => 100 + at));
    expect(followed(choice, loaded).focused).toEqual({ index: 12, itemId: 112 });
  });
});

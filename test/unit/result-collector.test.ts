import { describe, expect, test } from 'vitest';
import type { Lease, LeaseItem } from '../../src-protocol/messages/worker.ts';
import { EMPTY_TAGS } from '../../src-protocol/model/record.ts';
import type { Extractor, FileExtraction } from '../../src-worker/extractors/extractor.ts';
import type { NamedExtraction } from '../../src-worker/runtime/merge-extractions.ts';
import { ResultCollector } from '../../src-worker/runtime/result-collector.ts';

function extractorFor(id: string, accepts: (path: string) => boolean = () => true): Extractor {
  return {
    id,
    version: '1',
    costClass: 'cpu',
    accepts: ({ path }) => accepts(path),
    start: () => Promise.resolve(),
    extract: () => {
      throw new Error('the collector reads no files');
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function found(itemId: number, values = '1'): FileExtraction {
  return { itemId, found: 'metadata', tags: { names: 'A:B', values }, warnings: [], durationMs: 1 };
}

const LEASE: Lease = {
  leaseId: 1,
  slot: 0,
  extraction: { profile: 'fast', hashes: [], timeoutMs: 1_000 },
  fingerprints: false,
  items: ['/a.jpg', '/b.txt', '/c.jpg'].map((path, at) => ({ itemId: at + 1, path, sizeBytes: 1 })),
};

function setUp(extractors: readonly Extractor[], onComplete?: (item: LeaseItem) => Promise<void>) {
  const complete: { readonly path: string; readonly parts: readonly NamedExtraction[] }[] = [];
  const collector = new ResultCollector(LEASE, extractors, async (item, parts) => {
    await onComplete?.(item);
    complete.push({ path: item.path, parts });
  });
  return { collector, complete };
}

describe('a file', () => {
  test('is handed over once every extractor that accepts it has read it, and not before', async () => {
    const [first, second] = [extractorFor('first'), extractorFor('second')];
    const { collector, complete } = setUp([first, second]);
    collector.add(first, found(1));
    collector.add(second, found(2));
    await collector.settled();
    expect(complete).toEqual([]);
    collector.add(second, found(1, '2'));
    await collector.settled();
    expect(complete.map(({ path }) => path)).toEqual(['/a.jpg']);
    expect(complete[0]?.parts.map(({ extractor, extraction }) => [extractor.id, extraction.tags.values])).toEqual([
      ['first', '1'],
      ['second', '2'],
    ]);
  });

  test('has its parts in the order of the extractors, whichever was faster', async () => {
    const [first, second] = [extractorFor('first'), extractorFor('second')];
    const { collector, complete } = setUp([first, second]);
    collector.add(second, found(3));
    collector.add(first, found(3));
    await collector.settled();
    expect(complete[0]?.parts.map(({ extractor }) => extractor.id)).toEqual(['first', 'second']);
  });

  test('is read by those only that accept it', async () => {
    const [all, pictures] = [extractorFor('all'), extractorFor('pictures', (path) => path.endsWith('.jpg'))];
    const { collector, complete } = setUp([all, pictures]);
    expect(collector.filesFor(pictures).map(({ path }) => path)).toEqual(['/a.jpg', '/c.jpg']);
    expect(collector.filesFor(all)).toHaveLength(3);
    collector.add(pictures, found(2)); // not asked for
    collector.add(all, found(2));
    await collector.settled();
    expect(complete.map(({ path, parts }) => [path, parts.length])).toEqual([['/b.txt', 1]]);
  });

  test('that no extractor accepts is handed over at once, with nothing', async () => {
    const { collector, complete } = setUp([extractorFor('pictures', (path) => path.endsWith('.jpg'))]);
    await collector.settled();
    expect(complete).toEqual([{ path: '/b.txt', parts: [] }]);
  });

  test('keeps the first result of an extractor, and is handed over once', async () => {
    const only = extractorFor('only');
    const { collector, complete } = setUp([only]);
    collector.add(only, found(1, '"first"'));
    collector.add(only, found(1, '"second"'));
    collector.add(only, found(99));
    collector.add(extractorFor('stranger'), found(2));
    await collector.settled();
    expect(complete).toHaveLength(1);
    expect(complete[0]?.parts[0]?.extraction.tags.values).toBe('"first"');
  });

  test('that an extractor will not read any more gets a fault from it, and keeps what it has', async () => {
    const [first, broken] = [extractorFor('first'), extractorFor('broken')];
    const { collector, complete } = setUp([first, broken]);
    collector.add(broken, found(1));
    for (const { itemId } of LEASE.items) collector.add(first, found(itemId));
    collector.fillMissing(broken, 'no Perl');
    await collector.settled();
    expect(complete.map(({ parts }) => parts[1]?.extraction.fault)).toEqual([
      undefined,
      { code: 'extractor-crashed', message: 'broken does not work here: no Perl' },
      { code: 'extractor-crashed', message: 'broken does not work here: no Perl' },
    ]);
    expect(complete[1]?.parts[1]?.extraction.tags).toEqual(EMPTY_TAGS);
  });
});

test('files are handed over one after another, though each may take its time', async () => {
  const only = extractorFor('only');
  let inside = 0;
  let most = 0;
  const { collector, complete } = setUp([only], async ({ itemId }) => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 10 - 3 * itemId));
    inside -= 1;
  });
  for (const { itemId } of LEASE.items) collector.add(only, found(itemId));
  await collector.settled();
  expect(complete.map(({ path }) => path)).toEqual(['/a.jpg', '/b.txt', '/c.jpg']);
  expect(most).toBe(1);
});

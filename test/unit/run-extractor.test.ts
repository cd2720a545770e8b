import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ExtractionLease, Extractor, FileExtraction } from '../../src-worker/extractors/extractor.ts';
import { runExtractor } from '../../src-worker/runtime/run-extractor.ts';

const TIMEOUT_MS = 1_000;

/** What one read of a file comes to. `stuck`: it hangs, and does not even end when it is aborted. */
type Read = 'ok' | 'crash' | 'hang' | 'stuck' | 'fault';

/** An extractor whose behaviour on each file is known, by how often it has read it. */
class FakeExtractor implements Extractor {
  readonly id = 'fake';
  readonly version = '1';
  readonly costClass = 'cpu';
  /** The files of each call, by their ids. */
  readonly calls: number[][] = [];
  /** Calls that are under way: one slot's extractor gets one lease at a time. */
  underWay = 0;
  readonly #read: (itemId: number, times: number) => Read;
  readonly #times = new Map<number, number>();

  constructor(read: (itemId: number, times: number) => Read) {
    this.#read = read;
  }

  accepts(): boolean {
    return true;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  async *extract({ files }: ExtractionLease, signal: AbortSignal): AsyncGenerator<FileExtraction> {
    this.calls.push(files.map(({ itemId }) => itemId));
    this.underWay += 1;
    try {
      for (const { itemId } of files) {
        const times = (this.#times.get(itemId) ?? 0) + 1;
        this.#times.set(itemId, times);
        yield await this.#readOne(itemId, this.#read(itemId, times), signal);
      }
    } finally {
      this.underWay -= 1;
    }
  }

  async #readOne(itemId: number, read: Read, signal: AbortSignal): Promise<FileExtraction> {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (read === 'crash') throw new Error(`it crashed on ${itemId}`);
    if (read === 'stuck') await new Promise(() => undefined);
    if (read === 'hang') {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    }
    const fault = { code: 'corrupt', message: 'half a file' } as const;
    return {
      itemId,
      found: 'metadata',
      ...(read === 'fault' ? { fault } : {}),
      tags: { names: 'A:Id', values: `${itemId}` },
      warnings: [],
      durationMs: 10,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

interface Outcome {
  readonly results: FileExtraction[];
  readonly setAside: string[];
}

async function run(
  extractor: Extractor,
  ids: readonly number[],
  abortAfterMs?: number,
): Promise<Outcome & { readonly tookMs: number }> {
  const results: FileExtraction[] = [];
  const setAside: string[] = [];
  const abort = new AbortController();
  if (abortAfterMs !== undefined)
    setTimeout(() => {
      abort.abort();
    }, abortAfterMs);
  const files = ids.map((itemId) => ({ itemId, path: `/${itemId}`, sizeBytes: 1 }));
  const startedAt = Date.now();
  const lease = { files, options: { profile: 'fast' as const, hashes: [], timeoutMs: TIMEOUT_MS } };
  const done = runExtractor(extractor, lease, {
    onResult: (result) => results.push(result),
    onSetAside: (message) => setAside.push(message),
    signal: abort.signal,
  });
  const state = { isDone: false };
  void done.then(() => (state.isDone = true));
  while (!state.isDone) await vi.advanceTimersByTimeAsync(50);
  return { results, setAside, tookMs: Date.now() - startedAt };
}

const idsUpTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const outcomesOf = (results: readonly FileExtraction[]) =>
  results.map(({ itemId, fault }) => `${itemId} ${fault?.code ?? 'ok'}`);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a lease without trouble', () => {
  test('is one call, and every file has its result, in order', async () => {
    const extractor = new FakeExtractor((id) => (id === 3 ? 'fault' : 'ok'));
    const { results, setAside } = await run(extractor, idsUpTo(5));
    expect(outcomesOf(results)).toEqual(['1 ok', '2 ok', '3 corrupt', '4 ok', '5 ok']);
    expect(extractor.calls).toEqual([[1, 2, 3, 4, 5]]);
    expect(setAside).toEqual([]);
  });
});

describe('a file that hangs', () => {
  test('has timed out after its limit, and the rest go on', async () => {
    const extractor = new FakeExtractor((id) => (id === 2 ? 'hang' : 'ok'));
    const { results, tookMs } = await run(extractor, idsUpTo(5));
    expect(outcomesOf(results)).toEqual(['1 ok', '2 timed-out', '3 ok', '4 ok', '5 ok']);
    expect(results[1]).toMatchObject({
      found: 'none',
      durationMs: TIMEOUT_MS,
      fault: { message: 'Reading took longer than 1 s' },
    });
    expect(extractor.calls).toEqual([
      [1, 2, 3, 4, 5],
      [3, 4, 5],
    ]);
    expect(tookMs).toBeLessThan(TIMEOUT_MS + 300);
  });

  test('does so even where the extractor does not let go of it', async () => {
    const extractor = new FakeExtractor((id) => (id === 1 ? 'stuck' : 'ok'));
    const { results, tookMs } = await run(extractor, idsUpTo(2));
    expect(outcomesOf(results)).toEqual(['1 timed-out', '2 ok']);
    expect(tookMs).toBeGreaterThanOrEqual(TIMEOUT_MS + 2_000);
    expect(tookMs).toBeLessThan(TIMEOUT_MS + 2_500);
  });

  test('has its own time: a slow file before it takes none of it', async () => {
    const slow = new FakeExtractor(() => 'ok');
    const extract = slow.extract.bind(slow);
    slow.extract = async function* (lease, signal) {
      for await (const result of extract(lease, signal)) {
        await new Promise((resolve) => setTimeout(resolve, 900));
        yield result;
      }
    };
    expect(outcomesOf((await run(slow, idsUpTo(4))).results)).toEqual(['1 ok', '2 ok', '3 ok', '4 ok']);
  });
});

/** A tool that an abort or a crash ends with the file, and that takes longer to start than a file may take. */
class SlowToStart extends FakeExtractor {
  starts = 0;
  #isUp = false;

  override async start(): Promise<void> {
    if (this.#isUp) return;
    this.starts += 1;
    await new Promise((resolve) => setTimeout(resolve, 3 * TIMEOUT_MS));
    this.#isUp = true;
  }

  override async *extract(lease: ExtractionLease, signal: AbortSignal): AsyncGenerator<FileExtraction> {
    await this.start();
    let read = 0;
    try {
      for await (const result of super.extract(lease, signal)) {
        read += 1;
        yield result;
      }
    } finally {
      this.#isUp = read === lease.files.length;
    }
  }
}

describe('the start of the tool is no file’s time:', () => {
  test('not at first', async () => {
    const extractor = new SlowToStart(() => 'ok');
    expect(outcomesOf((await run(extractor, idsUpTo(3))).results)).toEqual(['1 ok', '2 ok', '3 ok']);
    expect(extractor.starts).toBe(1);
  });

  test('not after a file that hung, nor after one that crashed it', async () => {
    const extractor = new SlowToStart((id) => (id === 2 ? 'hang' : id === 4 ? 'crash' : 'ok'));
    const { results } = await run(extractor, idsUpTo(5));
    expect(outcomesOf(results)).toEqual(['1 ok', '2 timed-out', '3 ok', '4 extractor-crashed', '5 ok']);
  });

  test('not in the next lease', async () => {
    const extractor = new SlowToStart((id) => (id === 1 ? 'hang' : 'ok'));
    expect(outcomesOf((await run(extractor, [1])).results)).toEqual(['1 timed-out']);
    expect(outcomesOf((await run(extractor, [2, 3])).results)).toEqual(['2 ok', '3 ok']);
    expect(extractor.starts).toBe(2);
  });

  test('and an abort does not wait for it', async () => {
    const extractor = new SlowToStart(() => 'ok');
    const { results, setAside, tookMs } = await run(extractor, idsUpTo(3), 100);
    expect({ results, setAside, calls: extractor.calls }).toEqual({ results: [], setAside: [], calls: [] });
    expect(tookMs).toBeLessThan(300);
  });

  test('a start that fails once is tried again, and costs no file', async () => {
    const extractor = new FakeExtractor((id) => (id === 2 ? 'hang' : 'ok'));
    let starts = 0;
    extractor.start = () => {
      starts += 1;
      return starts === 2 ? Promise.reject(new Error('it was killed')) : Promise.resolve();
    };
    const { results, setAside } = await run(extractor, idsUpTo(4));
    expect(outcomesOf(results)).toEqual(['1 ok', '2 timed-out', '3 ok', '4 ok']);
    expect({ starts, setAside }).toEqual({ starts: 3, setAside: [] });
  });

  test('one that cannot be started any more is set aside, with its words', async () => {
    const extractor = new FakeExtractor(() => 'ok');
    extractor.start = () => Promise.reject(new Error('no Perl here'));
    const { setAside } = await run(extractor, idsUpTo(20));
    expect(setAside).toEqual(['no Perl here']);
    expect(extractor.calls).toEqual([]);
  });
});

describe('a file that crashes the extractor', () => {
  test('once is read alone and has its result', async () => {
    const extractor = new FakeExtractor((id, times) => (id === 3 && times === 1 ? 'crash' : 'ok'));
    const { results } = await run(extractor, idsUpTo(5));
    expect(outcomesOf(results)).toEqual(['1 ok', '2 ok', '3 ok', '4 ok', '5 ok']);
    expect(extractor.calls).toEqual([[1, 2, 3, 4, 5], [3], [4, 5]]);
  });

  test('twice while it is read alone is given up, and the rest go on', async () => {
    const extractor = new FakeExtractor((id) => (id === 3 ? 'crash' : 'ok'));
    const { results, setAside } = await run(extractor, idsUpTo(5));
    expect(outcomesOf(results)).toEqual(['1 ok', '2 ok', '3 extractor-crashed', '4 ok', '5 ok']);
    expect(results[2]?.fault?.message).toBe('it crashed on 3');
    expect(extractor.calls).toEqual([[1, 2, 3, 4, 5], [3], [3], [4, 5]]);
    expect(setAside).toEqual([]);
  });

  test('is given up after two reads where it was alone from the beginning', async () => {
    const extractor = new FakeExtractor(() => 'crash');
    const { results } = await run(extractor, [7]);
    expect(outcomesOf(results)).toEqual(['7 extractor-crashed']);
    expect(extractor.calls).toEqual([[7], [7]]);
  });

  test('after its last result takes nothing from the lease', async () => {
    const extractor = new FakeExtractor(() => 'ok');
    const extract = extractor.extract.bind(extractor);
    extractor.extract = async function* (lease, signal) {
      yield* extract(lease, signal);
      throw new Error('it crashed when it was done');
    };
    const { results, setAside } = await run(extractor, idsUpTo(3));
    expect(outcomesOf(results)).toEqual(['1 ok', '2 ok', '3 ok']);
    expect(setAside).toEqual([]);
  });
});

describe('an extractor', () => {
  test('that crashes on every file is set aside after five of them, and those that it has not read have no result', async () => {
    const extractor = new FakeExtractor(() => 'crash');
    const { results, setAside } = await run(extractor, idsUpTo(20));
    expect(setAside).toEqual(['it crashed on 5']);
    expect(outcomesOf(results)).toEqual([
      '1 extractor-crashed',
      '2 extractor-crashed',
      '3 extractor-crashed',
      '4 extractor-crashed',
    ]);
  });

  test('that crashes on every file of many short leases is set aside as well', async () => {
    const extractor = new FakeExtractor(() => 'crash');
    const setAside: string[] = [];
    for (const id of idsUpTo(5)) setAside.push(...(await run(extractor, [id])).setAside);
    expect(setAside).toEqual(['it crashed on 5']);
  });

  test('that reads a file now and then is not set aside', async () => {
    const extractor = new FakeExtractor((id) => (id % 5 === 0 ? 'ok' : 'crash'));
    const { results, setAside } = await run(extractor, idsUpTo(40));
    expect(setAside).toEqual([]);
    expect(results).toHaveLength(40);
  });

  test('that has worked before may meet a whole folder of bad files', async () => {
    const extractor = new FakeExtractor((id) => (id > 1 && id <= 21 ? 'crash' : 'ok'));
    const { results, setAside } = await run(extractor, idsUpTo(25));
    expect(setAside).toEqual([]);
    expect(outcomesOf(results).filter((outcome) => outcome.endsWith('ok'))).toEqual([
      '1 ok',
      '22 ok',
      '23 ok',
      '24 ok',
      '25 ok',
    ]);
  });

  test('that has worked and then crashes on everything is set aside too, only later', async () => {
    const extractor = new FakeExtractor((id) => (id === 1 ? 'ok' : 'crash'));
    const { setAside } = await run(extractor, idsUpTo(200));
    expect(setAside).toHaveLength(1);
  });

  test('is ended at an abort, and gives nothing more', async () => {
    const extractor = new FakeExtractor(() => 'ok');
    const { results, tookMs } = await run(extractor, idsUpTo(100), 55);
    expect(results.length).toBeLessThan(7);
    expect(tookMs).toBeLessThan(200);
    expect(extractor.underWay).toBe(0);
    expect(extractor.calls).toHaveLength(1);
  });

  test('is ended at an abort while it hangs', async () => {
    const extractor = new FakeExtractor((id) => (id === 2 ? 'hang' : 'ok'));
    const { results, tookMs } = await run(extractor, idsUpTo(3), 100);
    expect(outcomesOf(results)).toEqual(['1 ok']);
    expect(tookMs).toBeLessThan(300);
    expect(extractor.underWay).toBe(0);
  });
});

test('whatever the files do, each has exactly one result, in order, and the right one', async () => {
  const anyRead = fc.constantFrom<Read>('ok', 'ok', 'ok', 'crash', 'hang', 'fault');
  const once = fc.tuple(anyRead, anyRead);
  await fc.assert(
    fc.asyncProperty(fc.array(once, { minLength: 1, maxLength: 12 }), async (behaviours) => {
      const read = (id: number, times: number): Read => behaviours[id - 1]?.[times === 1 ? 0 : 1] ?? 'ok';
      // a first file that works keeps the extractor from being taken for a broken one
      const extractor = new FakeExtractor((id, times) => (id === 0 ? 'ok' : read(id, times)));
      const { results, setAside } = await run(extractor, [0, ...idsUpTo(behaviours.length)]);
      expect(setAside).toEqual([]);
      expect(results.map(({ itemId }) => itemId)).toEqual([0, ...idsUpTo(behaviours.length)]);
      expect(extractor.underWay).toBe(0);
      for (const [at, [first, second]] of behaviours.entries()) {
        const last = first === 'crash' ? second : first;
        const expected = {
          ok: undefined,
          fault: 'corrupt',
          hang: 'timed-out',
          stuck: 'timed-out',
          crash: 'extractor-crashed',
        }[last];
        expect(results[at + 1]?.fault?.code, `file ${at + 1}: ${first}, ${second}`).toBe(expected);
      }
    }),
    { numRuns: 60 },
  );
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  FromWorker,
  type FromWorker as Message,
  type Lease,
  PROTOCOL_VERSION,
} from '../../src-protocol/messages/worker.ts';
import type { ExtractionLease, Extractor, FileExtraction } from '../../src-worker/extractors/extractor.ts';
import { BEAT_INTERVAL_MS, serveRuntime } from '../../src-worker/runtime/runtime.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface FakeOptions {
  readonly id?: string;
  /** How long a file takes, by its path; Infinity is one that hangs. */
  readonly msOf?: (path: string) => number;
  readonly start?: () => Promise<void>;
  readonly found?: 'metadata' | 'none';
}

function fakeExtractor({
  id = 'fake',
  msOf = () => 10,
  start = () => Promise.resolve(),
  found = 'metadata',
}: FakeOptions = {}): Extractor {
  return {
    id,
    version: '1',
    costClass: 'cpu',
    accepts: () => true,
    start,
    async *extract({ files }: ExtractionLease, signal: AbortSignal): AsyncGenerator<FileExtraction> {
      for (const { itemId, path } of files) {
        await wait(msOf(path), signal);
        yield {
          itemId,
          found,
          tags: { names: `${id}:Path`, values: JSON.stringify(path) },
          warnings: [],
          durationMs: msOf(path),
        };
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
    if (ms < Infinity) setTimeout(resolve, ms);
  });
}

/** A runtime with its channel in the test's hand. */
class TestRuntime {
  readonly posted: Message[] = [];
  readonly exits: number[] = [];
  send: (message: unknown) => void = () => undefined;
  close: () => void = () => undefined;

  constructor(slots: number, extractors: () => Extractor[] = () => [fakeExtractor()]) {
    serveRuntime({
      slots,
      extractors,
      exit: (code) => this.exits.push(code),
      channel: {
        post: (message) => {
          expect(FromWorker.parse(message)).toEqual(message); // the other side would end us for anything else
          this.posted.push(message);
        },
        onMessage: (listener) => (this.send = listener),
        onClose: (listener) => (this.close = listener),
      },
    });
  }

  lease(leaseId: number, slot: number, paths: readonly string[], change: Partial<Lease> = {}): void {
    const items = paths.map((path, at) => ({ itemId: leaseId * 100 + at, path, sizeBytes: 1 }));
    this.send({
      kind: 'lease',
      lease: {
        leaseId,
        slot,
        extraction: { profile: 'fast', hashes: [], timeoutMs: 1_000 },
        fingerprints: false,
        items,
        ...change,
      },
    });
  }

  /** Messages of one kind. */
  of<K extends Message['kind']>(kind: K): Extract<Message, { kind: K }>[] {
    return this.posted.filter((message): message is Extract<Message, { kind: K }> => message.kind === kind);
  }

  get results() {
    return this.of('results').flatMap(({ leaseId, results }) => results.map((result) => ({ leaseId, ...result })));
  }

  get leasesDone(): number[] {
    return this.of('lease-done').map(({ leaseId }) => leaseId);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a runtime', () => {
  test('says hello with its slots and extractors', () => {
    const runtime = new TestRuntime(3, () => [fakeExtractor({ id: 'one' }), fakeExtractor({ id: 'two' })]);
    expect(runtime.posted).toEqual([
      {
        kind: 'hello',
        protocol: PROTOCOL_VERSION,
        pid: process.pid,
        slots: 3,
        extractors: [
          { id: 'one', version: '1' },
          { id: 'two', version: '1' },
        ],
      },
    ]);
  });

  test('streams the results of a lease, and says when it is done', async () => {
    const runtime = new TestRuntime(1);
    runtime.lease(1, 0, ['/a', '/b', '/c']);
    await vi.advanceTimersByTimeAsync(500);
    expect(
      runtime.results.map(({ leaseId, itemId, outcome, tagValues }) => [leaseId, itemId, outcome, tagValues]),
    ).toEqual([
      [1, 100, 'extracted', '"/a"'],
      [1, 101, 'extracted', '"/b"'],
      [1, 102, 'extracted', '"/c"'],
    ]);
    expect(runtime.posted.filter(({ kind }) => kind !== 'beat').at(-1)).toEqual({ kind: 'lease-done', leaseId: 1 });
  });

  test('beats every second, with the file that each slot is reading', async () => {
    const runtime = new TestRuntime(2, () => [fakeExtractor({ msOf: () => 800 })]);
    runtime.lease(7, 1, ['/a', '/b', '/c']);
    await vi.advanceTimersByTimeAsync(BEAT_INTERVAL_MS * 3);
    const beats = runtime.of('beat');
    expect(beats.map(({ slots }) => slots)).toEqual([
      [{ slot: 0 }, { slot: 1, itemId: 701 }],
      [{ slot: 0 }, { slot: 1, itemId: 702 }],
      [{ slot: 0 }, { slot: 1 }],
    ]);
    expect(beats[0]?.rssBytes).toBeGreaterThan(1e6);
  });

  test('works in all its slots at the same time, in each on one lease at a time', async () => {
    const runtime = new TestRuntime(2, () => [fakeExtractor({ msOf: () => 100 })]);
    for (const leaseId of [1, 2, 3, 4]) runtime.lease(leaseId, leaseId % 2, ['/a']);
    await vi.advanceTimersByTimeAsync(150);
    expect(runtime.leasesDone).toEqual(expect.arrayContaining([1, 2]));
    expect(runtime.leasesDone).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(runtime.leasesDone).toHaveLength(4);
  });

  test('takes a lease that waits behind a slow one to a slot that is idle', async () => {
    const runtime = new TestRuntime(2, () => [fakeExtractor({ msOf: (path) => (path === '/slow' ? 900 : 10) })]);
    runtime.lease(1, 0, ['/slow']);
    runtime.lease(2, 0, ['/a']);
    await vi.advanceTimersByTimeAsync(100);
    expect(runtime.leasesDone).toEqual([2]);
  });

  test('ends when it is told to drain and has finished what it has', async () => {
    const runtime = new TestRuntime(1, () => [fakeExtractor({ msOf: () => 100 })]);
    runtime.lease(1, 0, ['/a']);
    runtime.lease(2, 0, ['/b']);
    runtime.send({ kind: 'drain' });
    await vi.advanceTimersByTimeAsync(150);
    expect(runtime.exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect([runtime.exits, runtime.leasesDone]).toEqual([[0], [1, 2]]);
  });

  test('ends at once when it is told to drain and has nothing', () => {
    const runtime = new TestRuntime(2);
    runtime.send({ kind: 'drain' });
    expect(runtime.exits).toEqual([0]);
  });

  test('ends when nobody is there any more who wants results', () => {
    const runtime = new TestRuntime(1);
    runtime.close();
    expect(runtime.exits).toEqual([0]);
  });

  test('takes no message that it does not know', () => {
    const runtime = new TestRuntime(1);
    for (const garbage of [undefined, null, 'lease', {}, { kind: 'dance' }, { kind: 'lease', lease: {} }]) {
      expect(() => {
        runtime.send(garbage);
      }).toThrow();
    }
  });
});

describe('a lease that is abandoned', () => {
  test('while it is worked on ends at once, without further results, and frees its slot', async () => {
    const runtime = new TestRuntime(1, () => [fakeExtractor({ msOf: (path) => (path === '/hang' ? Infinity : 10) })]);
    runtime.lease(1, 0, ['/a', '/hang', '/b']);
    runtime.lease(2, 0, ['/c']);
    await vi.advanceTimersByTimeAsync(100);
    runtime.send({ kind: 'abandon', leaseId: 1 });
    await vi.advanceTimersByTimeAsync(100);
    expect(runtime.leasesDone).toEqual([1, 2]);
    expect(runtime.results.map(({ itemId }) => itemId)).toEqual([100, 200]);
  });

  test('while it waits is dropped, and its place is free at once', async () => {
    const runtime = new TestRuntime(1, () => [fakeExtractor({ msOf: () => 500 })]);
    runtime.lease(1, 0, ['/a']);
    runtime.lease(2, 0, ['/b']);
    runtime.send({ kind: 'abandon', leaseId: 2 });
    expect(runtime.leasesDone).toEqual([2]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(runtime.leasesDone).toEqual([2, 1]);
    expect(runtime.results.map(({ leaseId }) => leaseId)).toEqual([1]);
  });

  test('that is not there is nothing to worry about', () => {
    const runtime = new TestRuntime(1);
    runtime.send({ kind: 'abandon', leaseId: 99 });
    expect(runtime.leasesDone).toEqual([]);
  });
});

describe('extractors of a runtime', () => {
  test('each have their own instance in every slot', () => {
    let made = 0;
    new TestRuntime(4, () => {
      made += 1;
      return [fakeExtractor()];
    });
    expect(made).toBe(4);
  });

  test('that do not start are reported and set aside, and the others go on', async () => {
    const broken = () => fakeExtractor({ id: 'broken', start: () => Promise.reject(new Error('no Perl here')) });
    const runtime = new TestRuntime(1, () => [fakeExtractor(), broken()]);
    await vi.advanceTimersByTimeAsync(1);
    expect(runtime.of('extractor-set-aside')).toEqual([
      { kind: 'extractor-set-aside', extractorId: 'broken', message: 'no Perl here' },
    ]);
    runtime.lease(1, 0, ['/a']);
    await vi.advanceTimersByTimeAsync(100);
    expect(runtime.results).toMatchObject([{ outcome: 'extracted', tagNames: 'fake:Path' }]);
    expect(JSON.parse(runtime.results[0]?.modulesJson ?? '')).toMatchObject({
      broken: { error: 'broken does not work here: no Perl here' },
    });
  });

  test('read the same lease side by side, and one result holds what both found', async () => {
    const runtime = new TestRuntime(1, () => [
      fakeExtractor({ id: 'quick' }),
      fakeExtractor({ id: 'slow', msOf: () => 50 }),
    ]);
    runtime.lease(1, 0, ['/a', '/b']);
    await vi.advanceTimersByTimeAsync(200);
    expect(runtime.results.map(({ tagNames, durationMs }) => [tagNames, durationMs])).toEqual([
      ['quick:Path\nslow:Path', 50],
      ['quick:Path\nslow:Path', 50],
    ]);
  });

  test('that hang on a file time out, and the rest of the lease is read', async () => {
    const runtime = new TestRuntime(1, () => [fakeExtractor({ msOf: (path) => (path === '/hang' ? Infinity : 10) })]);
    runtime.lease(1, 0, ['/a', '/hang', '/b']);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(runtime.results.map(({ itemId, outcome, fault }) => [itemId, outcome, fault?.code])).toEqual([
      [100, 'extracted', undefined],
      [101, 'failed', 'timed-out'],
      [102, 'extracted', undefined],
    ]);
  });
});

describe('fingerprints', () => {
  // real files are read: no fake timers
  beforeEach(() => {
    vi.useRealTimers();
  });

  test('are made of files that were read and have not changed, where they are wanted', async () => {
    const folder = temporaryFolder();
    for (const name of ['same', 'grown']) writeFileSync(join(folder, name), 'x');
    const sized = (): Extractor => {
      const extractor = fakeExtractor({ msOf: () => 1 });
      const extract = extractor.extract.bind(extractor);
      return {
        ...extractor,
        async *extract(lease, signal) {
          for await (const result of extract(lease, signal))
            yield { ...result, sizeBytes: result.tags.values.includes('grown') ? 2 : 1 };
        },
      };
    };
    const runtime = new TestRuntime(1, () => [sized()]);
    runtime.lease(1, 0, [join(folder, 'same'), join(folder, 'grown'), join(folder, 'gone')], { fingerprints: true });
    runtime.lease(2, 0, [join(folder, 'same')], { fingerprints: false });
    await vi.waitFor(() => {
      expect(runtime.leasesDone).toEqual([1, 2]);
    });
    expect(
      runtime.results.map(({ itemId, fingerprint, changedSinceCrawl }) => [
        itemId,
        fingerprint?.length,
        changedSinceCrawl,
      ]),
    ).toEqual([
      [100, 64, false],
      [101, undefined, true],
      [102, undefined, false],
      [200, undefined, false],
    ]);
  });
});

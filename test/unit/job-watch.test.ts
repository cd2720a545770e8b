import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FoundFiles, StoredJob } from '../../src-main/coordinator/ports.ts';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import { type FakeIntake, folderIntake, SimulatedEngine } from './fakes/engine.ts';
import { MemoryStore } from './fakes/memory-store.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface FileState {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** A folder whose files come, change and go while it is watched. */
class WatchedFolder extends SimulatedEngine {
  readonly files: Map<string, FileState>;
  readonly intake: FakeIntake;

  constructor(store = new MemoryStore(), files = new Map<string, FileState>(), lookMs = 5) {
    const intake = folderIntake((source) => [filesIn(source, files)], lookMs);
    super({ intake, store, workers: [1], read: () => ({ ms: 5, end: 'ok' }) });
    this.files = files;
    this.intake = intake;
    this.coordinator.configure({ settleMs: 5_000, lookEveryMs: 10_000 });
  }

  write(name: string, sizeBytes = 100, modifiedMs = Date.now()): void {
    this.files.set(name, { sizeBytes, modifiedMs });
  }

  watch(spec: Partial<JobSpec> = {}): StoredJob {
    return this.run({ watch: true, ...spec });
  }

  get done(): string[] {
    return [...this.store.rows.values()].flatMap(({ name, state }) => (state === 'done' ? [name] : []));
  }

  countsOf(job: StoredJob) {
    return this.coordinator.progressOf(job.id)?.counts;
  }
}

function filesIn(folder: string, files: ReadonlyMap<string, FileState>): FoundFiles {
  const all = [...files.values()];
  return {
    source: 0,
    folder,
    names: [...files.keys()],
    sizes: all.map(({ sizeBytes }) => sizeBytes),
    modifiedMs: all.map(({ modifiedMs }) => modifiedMs),
  };
}

async function seconds(count: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(count * 1_000);
}

describe('a job that watches a folder', () => {
  test('stays when all is done, and takes what is new', async () => {
    await using watched = new WatchedFolder();
    watched.write('a.jpg', 100, 1);
    const job = watched.watch();
    await seconds(2);
    expect(watched.done).toEqual(['a.jpg']);
    expect(watched.ended).toEqual([]);
    expect(watched.progress.at(-1)).toMatchObject({
      state: 'running',
      counting: false,
      waitingFor: 'new and changed files',
    });
    watched.write('b.jpg', 100, 2);
    await seconds(11);
    expect(watched.done).toEqual(['a.jpg', 'b.jpg']);
    expect(watched.countsOf(job)).toMatchObject({ found: 2, done: 2, extracted: 2 });
    expect(watched.countsOf(job)).toEqual(watched.store.items.counts(job.id));
  });

  test('takes a file once it has not changed for some seconds, and no sooner', async () => {
    await using watched = new WatchedFolder();
    watched.watch();
    await seconds(1);
    watched.write('growing.mov', 1);
    for (let size = 2; size < 20; size++) {
      await seconds(3);
      watched.write('growing.mov', size);
      expect(watched.store.rows.size).toBe(0);
    }
    const finishedAt = Date.now();
    while (watched.done.length === 0) await vi.advanceTimersByTimeAsync(100);
    expect(Date.now() - finishedAt).toBeGreaterThanOrEqual(5_000);
    expect(Date.now() - finishedAt).toBeLessThan(16_000);
    expect(watched.store.rowOf('/f/growing.mov').sizeBytes).toBe(19);
  });

  test('looks again as soon as a file may have settled, though the next look is far off', async () => {
    await using watched = new WatchedFolder();
    watched.coordinator.configure({ lookEveryMs: 3_600_000 });
    watched.write('fresh.jpg');
    watched.watch();
    await seconds(7);
    expect(watched.done).toEqual(['fresh.jpg']);
    expect(watched.intake.crawls).toHaveLength(2);
    await seconds(600);
    expect(watched.intake.crawls).toHaveLength(2);
  });

  test('reads a changed file again under the same item, and keeps its old result until then', async () => {
    await using watched = new WatchedFolder();
    watched.write('a.jpg', 100, 1);
    watched.write('b.jpg', 100, 1);
    const job = watched.watch();
    await seconds(2);
    const { itemId } = watched.store.rowOf('/f/a.jpg');
    watched.write('a.jpg', 250, Date.now());
    await seconds(21);
    expect(watched.workers.reads.get('/f/a.jpg')).toBe(2);
    expect(watched.workers.reads.get('/f/b.jpg')).toBe(1);
    expect(watched.store.rowOf('/f/a.jpg')).toMatchObject({ itemId, sizeBytes: 250, state: 'done' });
    expect(watched.countsOf(job)).toMatchObject({ found: 2, foundBytes: 350, done: 2, doneBytes: 350, extracted: 2 });
    expect(watched.countsOf(job)).toEqual(watched.store.items.counts(job.id));
  });

  test('reads a file again that changed while it was waiting to be read', async () => {
    await using watched = new WatchedFolder();
    const job = watched.watch();
    watched.write('a.jpg', 100, 1);
    await vi.advanceTimersByTimeAsync(2);
    watched.coordinator.hold('full');
    await vi.advanceTimersByTimeAsync(100);
    watched.write('a.jpg', 200, 2);
    watched.coordinator.hold(undefined);
    await seconds(25);
    expect(watched.store.rowOf('/f/a.jpg')).toMatchObject({ sizeBytes: 200, modifiedMs: 2, state: 'done' });
    expect(watched.countsOf(job)).toEqual(watched.store.items.counts(job.id));
  });

  test('keeps the results of files that are gone', async () => {
    await using watched = new WatchedFolder();
    watched.write('a.jpg', 100, 1);
    const job = watched.watch();
    await seconds(2);
    watched.files.delete('a.jpg');
    await seconds(60);
    expect(watched.countsOf(job)).toMatchObject({ found: 1, extracted: 1, failed: 0 });
  });

  test('looks no more while it is paused, and at once when it goes on', async () => {
    await using watched = new WatchedFolder();
    const job = watched.watch();
    await seconds(2);
    watched.coordinator.pause(job.id);
    watched.write('a.jpg', 100, 1);
    await seconds(60);
    expect(watched.intake.crawls).toHaveLength(1);
    watched.coordinator.start(job.id);
    await seconds(1);
    expect(watched.done).toEqual(['a.jpg']);
    expect(watched.countsOf(job)).toMatchObject({ done: 1 });
  });

  test('ends when it is cancelled, and looks no more', async () => {
    await using watched = new WatchedFolder();
    const job = watched.watch();
    await seconds(2);
    watched.coordinator.cancel(job.id);
    await seconds(60);
    expect(watched.intake.crawls).toHaveLength(1);
    expect(watched.ended.map(({ job: { state } }) => state)).toEqual(['cancelled']);
  });

  test('goes on after a restart, with what has come and changed meanwhile', async () => {
    const first = new WatchedFolder();
    first.write('a.jpg', 100, 1);
    first.write('b.jpg', 100, 1);
    const job = first.watch();
    await seconds(2);
    await first[Symbol.asyncDispose]();
    first.write('a.jpg', 120, 2);
    first.write('c.jpg', 100, 2);
    await using second = new WatchedFolder(first.store, first.files);
    second.coordinator.resumeAll();
    await seconds(2);
    expect(second.done.sort()).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    expect([...second.workers.reads.keys()].sort()).toEqual(['/f/a.jpg', '/f/c.jpg']);
    expect(second.countsOf(job)).toMatchObject({ found: 3, done: 3, extracted: 3, foundBytes: 320 });
  });

  test('looks as often as the settings say, from the moment that they change', async () => {
    await using watched = new WatchedFolder();
    watched.coordinator.configure({ lookEveryMs: 3_600_000 });
    watched.watch();
    await seconds(60);
    expect(watched.intake.crawls).toHaveLength(1);
    watched.coordinator.configure({ lookEveryMs: 1_000 });
    await seconds(10);
    expect(watched.intake.crawls.length).toBeGreaterThan(8);
  });

  test('rests four times as long as a look takes, where that is longer', async () => {
    await using watched = new WatchedFolder(new MemoryStore(), new Map(), 20_000);
    watched.watch();
    await seconds(950);
    expect(watched.intake.crawls).toHaveLength(10);
  });

  test('has files that have failed read once more when it is asked to', async () => {
    const store = new MemoryStore();
    const files = new Map([['a.jpg', { sizeBytes: 1, modifiedMs: 1 }]]);
    const intake = folderIntake((source) => [filesIn(source, files)]);
    const corrupt = { code: 'corrupt' as const, message: '' };
    await using engine = new SimulatedEngine({
      intake,
      store,
      workers: [1],
      read: (_path, times) => ({ ms: 5, end: times === 1 ? corrupt : 'ok' }),
    });
    const job = engine.run({ watch: true });
    await seconds(2);
    expect(engine.coordinator.progressOf(job.id)?.counts).toMatchObject({ failed: 1 });
    const retried = engine.coordinator.retry(job.id, {});
    await seconds(2);
    expect(await retried).toBe(1);
    expect(engine.coordinator.progressOf(job.id)).toMatchObject({
      state: 'running',
      counts: { failed: 0, extracted: 1 },
    });
  });
});

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Coordinator } from '../../src-main/coordinator/coordinator.ts';
import type { StoredJob, WorkerPool } from '../../src-main/coordinator/ports.ts';
import { PROTOCOL_VERSION } from '../../src-protocol/messages/worker.ts';
import { launchChild } from '../../src-worker/supervisor/launch-child.ts';
import type { LaunchRuntime, RuntimeProcess } from '../../src-worker/supervisor/launcher.ts';
import { Supervisor } from '../../src-worker/supervisor/supervisor.ts';
import { fakeIntake, found, SILENT, SPEC } from './fakes/engine.ts';
import { MemoryStore } from './fakes/memory-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FAILING_RUNTIME = fileURLToPath(new URL('./fakes/failing-runtime.ts', import.meta.url));

beforeEach(() => {
  vi.stubEnv('TEST_PROTOCOL_VERSION', PROTOCOL_VERSION.toString());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Real processes under a supervisor that is impatient, and what became of them. */
function workersOf(runtimes: readonly number[], recycleAfterFiles = 1e9) {
  const processes: RuntimeProcess[] = [];
  const down: string[] = [];
  const launchReal = launchChild(FAILING_RUNTIME);
  const launch: LaunchRuntime = (slots) => {
    const process = launchReal(slots);
    processes.push(process);
    return process;
  };
  let supervisor: Supervisor | undefined;
  const pool: WorkerPool = {
    start: (events) => {
      const noting = {
        ...events,
        onDown: (worker: Parameters<typeof events.onDown>[0], reason: string) => {
          down.push(reason);
          events.onDown(worker, reason, 'process');
        },
      };
      supervisor ??= new Supervisor(
        { launch, runtimes, lostAfterMs: 700, memoryLimitBytes: 1e10, recycleAfterFiles },
        noting,
      );
    },
    [Symbol.asyncDispose]: async () => {
      await supervisor?.[Symbol.asyncDispose]();
    },
  };
  return { pool, processes, down };
}

function isRunning(pid: number | undefined): boolean {
  try {
    process.kill(pid ?? 0, 0);
    return true;
  } catch {
    return false;
  }
}

async function runJob(pool: WorkerPool, names: readonly string[]): Promise<{ store: MemoryStore; job: StoredJob }> {
  const store = new MemoryStore();
  let onEnd: (job: StoredJob) => void = () => undefined;
  const ended = new Promise<StoredJob>((resolveEnd) => (onEnd = resolveEnd));
  await using coordinator = new Coordinator(
    {
      items: store.items,
      records: store.records,
      jobs: store.jobs,
      machines: store.machines,
      intake: fakeIntake([[found(names)]]),
      workers: pool,
      extractors: [],
      listFileOf: () => undefined,
      clock: { nowMs: () => Date.now() },
      log: SILENT,
      cacheLimits: { ttlMs: 1e9, maxBytes: 1e9 },
      random: Math.random,
    },
    {
      onProgress: () => undefined,
      onEnd: (job) => {
        onEnd(job);
      },
      onExtractorSetAside: () => undefined,
    },
  );
  coordinator.start(coordinator.create(SPEC).id);
  return { store, job: await ended };
}

const names = Array.from({ length: 400 }, (_, at) => `${at}.jpg`);

describe('real worker processes', () => {
  test('that fail at every third lease cost no file its result, and none is left running', async () => {
    vi.stubEnv('TEST_FAILURE_RATE', '0.33');
    const { pool, processes, down } = workersOf([2, 2]);
    const { store, job } = await runJob(pool, names);
    expect(job.state).toBe('completed');
    expect(store.items.counts(job.id)).toMatchObject({ found: 400, done: 400, extracted: 400, failed: 0 });
    expect(down.length).toBeGreaterThan(2); // two of them at the end
    for (const { pid } of processes) expect(isRunning(pid)).toBe(false);
  }, 90_000);

  test('that do not fail are started once, and end with their supervisor', async () => {
    const { pool, processes, down } = workersOf([2]);
    const { store, job } = await runJob(pool, names);
    expect(store.items.counts(job.id)).toMatchObject({ done: 400, extracted: 400 });
    expect([processes.length, down.length]).toEqual([1, 1]); // the one time is its end with the supervisor
    expect(isRunning(processes[0]?.pid)).toBe(false);
  }, 30_000);

  test('that are worn are replaced while the job goes on, and no file is read twice for it', async () => {
    const { pool, processes, down } = workersOf([2, 2], 60);
    const { store, job } = await runJob(pool, names);
    expect(store.items.counts(job.id)).toMatchObject({ done: 400, extracted: 400 });
    expect(processes.length).toBeGreaterThan(3);
    expect(down.filter((reason) => reason === 'it was replaced').length).toBeGreaterThan(1);
    expect([...store.rows.values()].every(({ progress }) => progress.suspicions === 0)).toBe(true);
  }, 60_000);

  test('that cannot start fail the job, with the reason', async () => {
    const script = join(temporaryFolder(), 'broken.mjs');
    writeFileSync(script, 'process.exit(9);');
    const launch = launchChild(script);
    const failure = new Promise<string>((resolveFailure) => {
      const supervisor = new Supervisor(
        { launch, runtimes: [1], lostAfterMs: 1_000, memoryLimitBytes: 1e9, recycleAfterFiles: 1_000 },
        { onUp: () => undefined, onMessage: () => undefined, onDown: () => undefined, onFailure: resolveFailure },
      );
      onTestFinished(() => supervisor[Symbol.asyncDispose]());
    });
    expect(await failure).toBe('A worker process does not start: it ended with code 9');
  }, 60_000);
});

describe('the real runtime', () => {
  test('that is told to end hands over all that it has found first, however much it is', async () => {
    const folder = temporaryFolder();
    const extractor = join(folder, 'verbose.mjs');
    writeFileSync(
      extractor,
      `export const createExtractor = () => ({
        id: 'verbose', version: '1', costClass: 'cpu', accepts: () => true, start: async () => {},
        async *extract({ files }) {
          for (const { itemId } of files) {
            const tags = { names: 'A:Long', values: JSON.stringify('x'.repeat(1_000_000)) };
            yield { itemId, found: 'metadata', tags, warnings: [], durationMs: 1 };
          }
        },
        [Symbol.asyncDispose]: async () => {},
      });`,
    );
    vi.stubEnv('METAEXTRACT_EXTRACTORS', extractor);
    const child = launchChild(resolve('src-worker/entry/child.ts'))(1);
    const results = new Set<number>();
    child.onMessage((message) => {
      const { kind, results: items } = message as { kind: string; results?: { itemId: number; tagValues: string }[] };
      for (const { itemId, tagValues } of items ?? []) if (tagValues.length > 1_000_000) results.add(itemId);
      if (kind !== 'hello') return;
      const items20 = Array.from({ length: 20 }, (_, itemId) => ({ itemId, path: extractor, sizeBytes: 1 }));
      const extraction = { profile: 'fast' as const, hashes: [], timeoutMs: 60_000 };
      child.post({ kind: 'lease', lease: { leaseId: 1, slot: 0, extraction, fingerprints: false, items: items20 } });
      child.post({ kind: 'drain' });
    });
    expect(
      await new Promise((resolveExit) => {
        child.onExit(resolveExit);
      }),
    ).toBe('it ended with code 0');
    expect(results.size).toBe(20);
  }, 60_000);
});

describe('a child process', () => {
  function childOf(script: string): RuntimeProcess {
    const file = join(temporaryFolder(), 'child.mjs');
    writeFileSync(file, script);
    const child = launchChild(file)(3);
    onTestFinished(() => {
      child.kill();
    });
    return child;
  }

  const exitOf = (child: RuntimeProcess) =>
    new Promise<string>((resolveExit) => {
      child.onExit(resolveExit);
    });
  const messageOf = (child: RuntimeProcess) =>
    new Promise<unknown>((resolveMessage) => {
      child.onMessage(resolveMessage);
    });
  const WAITING = 'setInterval(() => {}, 1_000);';

  test('gets its number of slots, and is talked to', async () => {
    const child = childOf("process.on('message', (message) => process.send({ slots: process.argv[2], message }));");
    child.post({ kind: 'drain' });
    expect(await messageOf(child)).toEqual({ slots: '3', message: { kind: 'drain' } });
  });

  test('says how it ended', async () => {
    expect(await exitOf(childOf('process.exit(4);'))).toBe('it ended with code 4');
    const killed = childOf(WAITING);
    killed.kill();
    expect(await exitOf(killed)).toBe('it was ended by SIGKILL');
  });

  test('ends when it is asked to, by the end of its channel', async () => {
    const child = childOf(`process.on('disconnect', () => process.exit(5)); process.send('up'); ${WAITING}`);
    await messageOf(child);
    child.end();
    expect(await exitOf(child)).toBe('it ended with code 5');
  });

  test('that is gone may be talked to and ended without harm', async () => {
    const child = childOf('');
    await exitOf(child);
    child.post({ kind: 'drain' });
    child.end();
    child.kill();
  });

  test('that is talked to while it dies does no harm', async () => {
    const child = childOf("process.send('up'); process.once('message', () => process.kill(process.pid, 'SIGKILL'));");
    await messageOf(child);
    const exit = exitOf(child);
    for (let times = 0; times < 100; times++) child.post({ kind: 'abandon', leaseId: times });
    expect(await exit).toBe('it was ended by SIGKILL');
    child.post({ kind: 'drain' });
  });
});

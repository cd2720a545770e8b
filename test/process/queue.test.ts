import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../src-main/compose.ts';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import type { JobSpec } from '../../src-protocol/model/job.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';
import { buildBmp } from '../fixtures/builders/bmp.ts';
import { buildJpeg } from '../fixtures/builders/jpeg.ts';
import { subjectOf } from '../fixtures/subject.ts';
import { jobOver, startEngine } from './support/engine.ts';
import { temporaryFolders } from './support/run-cli.ts';
import { testExtractors } from './support/test-extractors.ts';

const SLOTS = 2;
const LOOK_INTERVAL_MS = 20;
/** Files that need not be photos take so long besides ExifTool, without using a core. */
const SLOW_MS = 20;
/** Everything takes seconds, unless the machine does a lot besides. */
const DEADLINE_MS = 100_000;
vi.setConfig({ testTimeout: 120_000 });

const temporaryFolder = temporaryFolders();

interface Ended {
  readonly job: StoredJob;
  readonly progress: JobProgress;
  /** Files that each running job had done at that moment. */
  readonly others: ReadonlyMap<number, number>;
}

/** The program's own engine with real runtimes and the real ExifTool. */
class Queue implements AsyncDisposable {
  readonly ended: Ended[] = [];
  readonly engine: Engine;
  readonly #folder: string;

  private constructor(engine: Engine, folder: string) {
    this.engine = engine;
    this.#folder = folder;
  }

  static async start(): Promise<Queue> {
    const folder = await temporaryFolder('queue');
    let onEnd = (_job: StoredJob, _progress: JobProgress): void => undefined;
    const engine = await startEngine({
      dataFolder: join(folder, 'data'),
      slots: SLOTS,
      onEnd: (job, progress) => {
        onEnd(job, progress);
      },
    });
    const queue = new Queue(engine, folder);
    onEnd = (job, progress) => {
      const running = engine.coordinator.queueStatus().jobs.map(({ jobId }) => jobId);
      const others = new Map(running.map((id) => [id, queue.doneOf(id)]));
      queue.ended.push({ job, progress, others });
    };
    return queue;
  }

  /** Makes a folder of photos, no two of which are the same. */
  photos(name: string, count: number): Promise<string> {
    return this.#write(name, count, 'jpg', (at) => buildJpeg(subjectOf(at), 100));
  }

  /** The same of images that ExifTool has read in no time, for where it does not matter what they are. */
  quickImages(name: string, count: number): Promise<string> {
    return this.#write(name, count, 'bmp', (at) => buildBmp(subjectOf(at), 1_000));
  }

  async #write(name: string, count: number, extension: string, build: (at: number) => Uint8Array): Promise<string> {
    const folder = join(this.#folder, name);
    await mkdir(folder, { recursive: true });
    for (let at = 0; at < count; at++) await writeFile(join(folder, `${at}.${extension}`), build(at));
    return folder;
  }

  submit(source: string, spec: Partial<JobSpec> = {}): StoredJob {
    const job = this.engine.coordinator.create(jobOver(source, spec));
    this.engine.coordinator.start(job.id);
    return job;
  }

  doneOf(jobId: number): number {
    return this.engine.coordinator.progressOf(jobId)?.counts.done ?? 0;
  }

  async until(what: string, isTrue: () => boolean): Promise<void> {
    const deadline = performance.now() + DEADLINE_MS;
    while (!isTrue()) {
      if (performance.now() > deadline) throw new Error(`This did not come: ${what}`);
      await delay(LOOK_INTERVAL_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }
}

test('two jobs of one priority share the slots within a tenth', async () => {
  await using queue = await Queue.start();
  const FILES = 700;
  const photos = await queue.photos('photos', FILES);
  const [first, second] = [queue.submit(photos), queue.submit(photos)];
  await queue.until('the end of the first of two jobs', () => queue.ended.length > 0);
  const [{ job, others } = { job: first, others: new Map<number, number>() }] = queue.ended;
  const slower = others.get(job.id === first.id ? second.id : first.id) ?? FILES;
  process.stdout.write(`queue: when one of two equal jobs had ${FILES} files, the other had ${slower}\n`);
  expect(slower / FILES).toBeGreaterThan(0.9);
  await queue.until('the end of both', () => queue.ended.length === 2);
});

// beside each other: most of their time is waiting
describe('the queue', { concurrent: true }, () => {
  beforeAll(() => {
    const env = { ...testExtractors(['slow']), TEST_SLOW_MS: SLOW_MS.toString() };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test('four jobs that are submitted in the reverse order of their priorities end in their order', async () => {
    const FILES = 100;
    await using queue = await Queue.start();
    const images = await queue.quickImages('images', FILES);
    for (const priority of ['low', 'normal', 'high', 'critical'] as const) queue.submit(images, { priority });
    await queue.until('the end of all jobs', () => queue.ended.length === 4);
    expect(queue.ended.map(({ job }) => job.spec.priority)).toEqual(['critical', 'high', 'normal', 'low']);
    for (const { job, progress } of queue.ended) {
      expect(job.state).toBe('completed');
      expect(progress.counts).toMatchObject({ found: FILES, done: FILES, extracted: FILES });
    }
  });

  test('a low job goes on under a stream of high ones', async () => {
    await using queue = await Queue.start();
    queue.engine.coordinator.configure({ ageingMs: 700 });
    const images = await queue.quickImages('images', 400);
    const streams: number[] = [];
    const keepStreaming = () => {
      while (streams.length - queue.ended.length < 2) streams.push(queue.submit(images, { priority: 'high' }).id);
    };
    keepStreaming();
    await queue.until('the first results', () => queue.doneOf(1) > 0);
    const low = queue.submit(images, { priority: 'low' });
    const seen = new Set<number>();
    await queue.until('three leases of the low job', () => {
      keepStreaming();
      for (const { lease } of queue.engine.coordinator.leases()) if (lease?.jobId === low.id) seen.add(lease.leaseId);
      return seen.size >= 3;
    });
    // it went on beside them and not instead of them
    const { jobs } = queue.engine.coordinator.queueStatus();
    expect(jobs.filter(({ priority }) => priority === 'high')).toHaveLength(2);
    const high = streams.reduce((sum, id) => sum + queue.doneOf(id), 0) + queue.ended.length * 400;
    expect(high).toBeGreaterThan(2 * queue.doneOf(low.id));
  });

  test('what is being read when a job is paused is recorded, and the rest waits until it goes on', async () => {
    await using queue = await Queue.start();
    const job = queue.submit(await queue.quickImages('images', 400));
    await queue.until('some results', () => queue.doneOf(job.id) > 100);
    const { coordinator } = queue.engine;
    coordinator.pause(job.id);
    await queue.until('the end of what is being read', () => coordinator.leases().every(({ lease }) => !lease));
    await delay(200); // what was read is recorded
    const done = queue.doneOf(job.id);
    expect(done).toBeLessThan(400);
    await delay(200);
    expect(coordinator.leases().every(({ lease }) => lease === undefined)).toBe(true);
    expect(queue.doneOf(job.id)).toBe(done);
    coordinator.start(job.id);
    await queue.until('the end', () => queue.ended.length === 1);
    expect(queue.ended[0]?.progress.counts).toMatchObject({ done: 400, extracted: 400 });
  });

  test('a watched folder: a photo that comes is read, and read again when it changes', async () => {
    await using queue = await Queue.start();
    queue.engine.coordinator.configure({ settleMs: 600, lookEveryMs: 300 });
    const folder = await queue.photos('watched', 3);
    const { id } = queue.submit(folder, { watch: true, cache: 'use' });
    const widthsOf = () => {
      const job = queue.engine.store.jobs.get(id);
      const records = job === undefined ? [] : [...queue.engine.store.results(job).records()];
      return records.map(({ relativePath, sizeBytes }) => `${relativePath} ${sizeBytes ?? 0}`).sort();
    };
    await queue.until('the first photos', () => queue.doneOf(id) === 3);
    const photo = buildJpeg(subjectOf(77), 100);
    await writeFile(join(folder, 'new.jpg'), photo);
    await queue.until('the new photo', () => widthsOf().includes(`new.jpg ${photo.length}`));
    const changed = buildJpeg(subjectOf(78), 5_000);
    await writeFile(join(folder, 'new.jpg'), changed);
    await queue.until('the changed photo', () => widthsOf().includes(`new.jpg ${changed.length}`));
    expect(widthsOf()).toHaveLength(4);
    expect(queue.ended).toEqual([]);
    queue.engine.coordinator.cancel(id);
    expect(queue.ended[0]?.job.state).toBe('cancelled');
  });
});

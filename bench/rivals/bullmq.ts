import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Queue } from 'bullmq';
import { findProgram } from '../../scripts/find-program.mjs';
import { freePort } from '../../test/process/support/free-port.ts';
import type { Bench } from '../bench.ts';
import { perSecond } from '../measure.ts';

const WORKER = fileURLToPath(new URL('./bullmq-worker.ts', import.meta.url));
const WORKERS = 2;
const ADDED_AT_ONCE = 1_000;
const LOOK_EVERY_MS = 20;
const READY_WITHIN_MS = 10_000;

/** Jobs a second that BullMQ has done of `items` that do nothing, from the first that is added to the last that is complete. */
export async function bullMqPerSecond(bench: Bench, items: number): Promise<number> {
  if (findProgram('redis-server') === undefined) throw new Error('There is no redis-server for BullMQ to run on.');
  const port = await freePort();
  // as it comes from Debian, but for where it writes: its own append-only file is off by default
  const redis = spawn('redis-server', ['--port', port.toString(), '--dir', bench.scratch.emptyFolder('redis')], {
    stdio: 'ignore',
  });
  const workers: ChildProcess[] = [];
  const queue = new Queue('files', { connection: { host: '127.0.0.1', port } });
  queue.on('error', () => undefined); // it asks on until the server has started
  try {
    await queue.waitUntilReady();
    for (let at = 0; at < WORKERS; at += 1) {
      const worker = fork(WORKER, [port.toString(), 'files'], { execPath: bench.program.node });
      workers.push(worker);
      await once(worker, 'message', { signal: AbortSignal.timeout(READY_WITHIN_MS) });
    }
    const startedAt = performance.now();
    for (let from = 0; from < items; from += ADDED_AT_ONCE) await queue.addBulk(jobsFrom(from, items));
    while ((await queue.getCompletedCount()) < items) await sleep(LOOK_EVERY_MS);
    return perSecond(items, performance.now() - startedAt);
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await queue.close();
    redis.kill('SIGKILL');
  }
}

/** Each with the path that one of our items has. */
function jobsFrom(from: number, items: number) {
  return Array.from({ length: Math.min(ADDED_AT_ONCE, items - from) }, (_, at) => ({
    name: 'read',
    data: { path: `/photos/${(from + at).toString().padStart(7, '0')}.jpg`, sizeBytes: 1_000 },
  }));
}

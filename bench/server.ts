import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createClient, type MetaExtractClient } from '../src-client/client.ts';
import type { Job } from '../src-protocol/contract/jobs.ts';
import { endBy } from '../test/process/support/end-by.ts';
import type { Bench } from './bench.ts';
import { extractEnvironment } from './extract.ts';

export interface BenchServer extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly client: MetaExtractClient;
}

/** `metaextract serve` on a free port, over a data folder; with `fakeExtractors` its runtimes have a stand-in for ExifTool. */
export async function serveFor(
  { program }: Bench,
  dataFolder: string,
  { fakeExtractors = false } = {},
): Promise<BenchServer> {
  const child = spawn(program.node, [program.cli, 'serve', '--port', '0', '--data-dir', dataFolder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...extractEnvironment({ fakeExtractors }) },
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /is at (http:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`The server has ended (${String(code)}).`));
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    client: createClient({ url }),
    [Symbol.asyncDispose]: async () => {
      process.off('exit', endWithUs);
      await endBy('SIGTERM', child);
    },
  };
}

/** Waits until a job has ended well, and tells how it stands meanwhile. */
export async function jobDone(
  client: MetaExtractClient,
  id: number,
  onLook: (job: Job) => void = () => undefined,
): Promise<Job> {
  for (;;) {
    const job = await client.jobs.get({ id });
    onLook(job);
    if (job.state === 'completed') return job;
    if (job.state !== 'running') throw new Error(`Job ${id.toString()} is ${job.state}: ${job.message ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

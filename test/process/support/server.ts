import { createClient, type MetaExtractClient } from '../../../src-client/client.ts';
import type { Job } from '../../../src-protocol/contract/jobs.ts';
import type { JobState } from '../../../src-protocol/model/job.ts';
import { endBy } from './end-by.ts';
import { startCli, type CliOptions, type RunningCli } from './run-cli.ts';

export interface RunningServer {
  readonly url: string;
  readonly client: MetaExtractClient;
  /** From the start of the command until it said where it is. */
  readonly readyAfterMs: number;
  readonly command: RunningCli;
  /** Ends it by a signal, and resolves with its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** `metaextract serve` on a free port, ready. */
export async function startServer(
  dataFolder: string,
  args: readonly string[] = [],
  options: CliOptions = {},
): Promise<RunningServer> {
  const startedAt = performance.now();
  const command = startCli(['serve', '--data-dir', dataFolder, '--port', '0', ...args], {
    timeoutMs: 300_000,
    ...options,
  });
  const { stderr } = command.child;
  if (stderr === null) throw new Error('the server has no standard error');
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const found = /is at (http:\S+) /.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void command.ended.then(() => {
      reject(new Error(`The server has ended: ${said}`));
    });
  });
  return {
    url,
    client: createClient({ url }),
    readyAfterMs: performance.now() - startedAt,
    command,
    end: (signal = 'SIGTERM') => endBy(signal, command.child),
  };
}

/** Waits until a job is in one of these states. */
export async function jobIn(client: MetaExtractClient, id: number, states: readonly JobState[]): Promise<Job> {
  for (;;) {
    const job = await client.jobs.get({ id });
    if (states.includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

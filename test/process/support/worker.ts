import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { WorkerEvent } from '../../../src-main/cli/worker-events.ts';
import { endBy } from './end-by.ts';
import { startCli, type CliOptions, type RunningCli } from './run-cli.ts';

type EventOf<Kind extends WorkerEvent['event']> = Extract<WorkerEvent, { event: Kind }>;

/** A worker that was started with `--json`. */
export interface HeardWorker {
  /** All that it has told so far. */
  readonly told: readonly WorkerEvent[];
  /** The first event of a kind that it tells, or has told, and that matches. */
  event<Kind extends WorkerEvent['event']>(
    kind: Kind,
    matches?: (event: EventOf<Kind>) => boolean,
  ): Promise<EventOf<Kind>>;
  /** The pairing code that it shows. */
  code(): Promise<string>;
  /** Ends it by a signal, and resolves with its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface RunningWorker extends HeardWorker {
  readonly command: RunningCli;
}

const EVENT_WITHIN_MS = 60_000;
const ON_LOOPBACK = ['--host', '127.0.0.1', '--port', '0'];

/** `metaextract worker` on a free port of loopback. */
export function startWorker(dataFolder: string, args: readonly string[] = [], options: CliOptions = {}): RunningWorker {
  return runWorker(dataFolder, [...ON_LOOPBACK, '--no-announce', ...args], options);
}

/** The same, which tells the network that it is here. */
export function startAnnouncedWorker(dataFolder: string, args: readonly string[], options: CliOptions): RunningWorker {
  return runWorker(dataFolder, [...ON_LOOPBACK, ...args], options);
}

/** The same, dialling whoever has made the code. */
export function joinWorker(
  dataFolder: string,
  code: string,
  args: readonly string[] = [],
  options: CliOptions = {},
): RunningWorker {
  return runWorker(dataFolder, ['--join', code, ...args], options);
}

/** The same, with whatever options. */
export function runWorker(dataFolder: string, args: readonly string[], options: CliOptions): RunningWorker {
  const command = startCli(['worker', '--data-dir', dataFolder, '--json', ...args], { timeoutMs: 300_000, ...options });
  return { command, ...hearWorker(command.child) };
}

/** What a worker tells, in whatever way it was started. */
export function hearWorker(child: ChildProcess): HeardWorker {
  if (child.stdout === null) throw new Error('the worker has no standard output');
  const told: WorkerEvent[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => told.push(JSON.parse(line) as WorkerEvent));
  const worker: HeardWorker = {
    told,
    event: async (kind, matches = () => true) => {
      const untilMs = Date.now() + EVENT_WITHIN_MS;
      for (;;) {
        const found = told.filter((event): event is EventOf<typeof kind> => event.event === kind).find(matches);
        if (found !== undefined) return found;
        if (child.exitCode !== null || Date.now() > untilMs)
          throw new Error(`The worker has told of no ${kind}: ${JSON.stringify(told)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    code: async () => (await worker.event('code')).code,
    end: (signal = 'SIGTERM') => endBy(signal, child),
  };
  return worker;
}

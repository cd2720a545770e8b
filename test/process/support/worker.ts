import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { WorkerEvent } from '../../../src-main/cli/worker-events.ts';
import { startCli, type CliOptions, type RunningCli } from './run-cli.ts';

type EventOf<Kind extends WorkerEvent['event']> = Extract<WorkerEvent, { event: Kind }>;

export interface RunningWorker {
  readonly command: RunningCli;
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
  const { stdout } = command.child;
  if (stdout === null) throw new Error('the worker has no standard output');
  const told: WorkerEvent[] = [];
  createInterface({ input: stdout }).on('line', (line) => told.push(JSON.parse(line) as WorkerEvent));
  const worker: RunningWorker = {
    command,
    told,
    event: async (kind, matches = () => true) => {
      const untilMs = Date.now() + EVENT_WITHIN_MS;
      for (;;) {
        const found = told.filter((event): event is EventOf<typeof kind> => event.event === kind).find(matches);
        if (found !== undefined) return found;
        if (command.child.exitCode !== null || Date.now() > untilMs)
          throw new Error(`The worker has told of no ${kind}: ${JSON.stringify(told)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    code: async () => (await worker.event('code')).code,
    end: async (signal = 'SIGTERM') => {
      if (command.child.exitCode !== null || command.child.signalCode !== null) return command.child.exitCode;
      const exited = once(command.child, 'exit') as Promise<[number | null]>;
      command.child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
  return worker;
}

/** A port of loopback that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

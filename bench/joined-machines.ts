import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describeExtractors } from '../src-worker/extractors/registry.ts';
import { endBy } from '../test/process/support/end-by.ts';
import { freePort } from '../test/process/support/free-port.ts';
import type { Bench } from './bench.ts';
import type { LinkMachines } from './probes/link-machines.ts';
import { type BenchServer, serveFor } from './server.ts';

const MACHINES = fileURLToPath(new URL('./probes/link-machines.ts', import.meta.url));
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

export const LABEL = 'bench';

export interface JoinRequest {
  /** Of each process: the machines that it simulates. */
  readonly processes: readonly (readonly string[])[];
  readonly slots: number;
  readonly delayMs: number;
  /** Whether they find metadata in files. */
  readonly finds?: boolean;
}

/** Does its work with a server and simulated machines that are joined to it, and leaves nothing of them. */
export async function withMachines<T>(
  bench: Bench,
  request: JoinRequest,
  work: (server: BenchServer) => Promise<T>,
): Promise<T> {
  const data = bench.scratch.path('data');
  try {
    await using server = await serveFor(bench, data);
    await using _machines = await joinMachines(bench, server, request);
    return await work(server);
  } finally {
    bench.scratch.drop(data);
  }
}

/** Simulated machines, each with a real link of its own to the server: see probes/link-machines.ts. */
async function joinMachines(bench: Bench, server: BenchServer, request: JoinRequest): Promise<AsyncDisposable> {
  const names = request.processes.flat();
  await server.client.settings.change({ machines: { joinPort: await freePort() } });
  const { code } = await server.client.machines.invite({ uses: names.length, hosts: ['127.0.0.1'] });
  const { version } = await server.client.system.health();
  const extractors = await describeExtractors(process.env);
  const folder = bench.scratch.emptyFolder('machines');
  const children = request.processes.map((own) => {
    const config: LinkMachines = {
      ...{ code, folder, names: own, labels: [LABEL], slots: request.slots, delayMs: request.delayMs },
      finds: request.finds ?? false,
      ...{ program: version, extractors },
    };
    return fork(MACHINES, [JSON.stringify(config)], { execPath: bench.program.node });
  });
  try {
    await Promise.all(
      children.map((child) => once(child, 'message', { signal: AbortSignal.timeout(READY_WITHIN_MS) })),
    );
    await allReady(server, names.length);
  } catch (error) {
    await endAll(children); // they would keep the benchmark from ending
    throw error;
  }
  return { [Symbol.asyncDispose]: () => endAll(children) };
}

async function allReady({ client }: BenchServer, machines: number): Promise<void> {
  for (const until = performance.now() + READY_WITHIN_MS; ;) {
    const ready = (await client.machines.list()).machines.filter(({ state }) => state === 'ready').length;
    if (ready === machines) return;
    if (performance.now() > until) throw new Error(`Only ${ready.toString()} of ${machines.toString()} machines came.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function endAll(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(children.map((child) => endBy('SIGKILL', child)));
}

import type { Job } from '../../../src-protocol/contract/jobs.ts';
import type { FoundMachine, Machine } from '../../../src-protocol/contract/machines.ts';
import type { SettingsChange } from '../../../src-protocol/contract/settings.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCli, type CliResult } from '../../process/support/run-cli.ts';
import { startServer, type RunningServer } from '../../process/support/server.ts';
import type { Host } from './namespaces.ts';

const LOOK_INTERVAL_MS = 200;
const READY_WITHIN_MS = 60_000;

/** The computer that has the job: `metaextract serve` on some host, and the command line there. */
export class Desk {
  readonly host: Host;
  readonly dataFolder: string;
  readonly #env: NodeJS.ProcessEnv;
  #server: RunningServer | undefined;

  constructor(host: Host, dataFolder: string, env: NodeJS.ProcessEnv = {}) {
    this.host = host;
    this.dataFolder = dataFolder;
    this.#env = env;
  }

  async start(): Promise<void> {
    this.#server = await startServer(this.dataFolder, [], {
      wrapper: this.host.wrapper,
      env: this.#env,
      timeoutMs: 900_000,
    });
  }

  /** Ends the server by a signal, and resolves with its exit code. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return (await this.#server?.end(signal)) ?? null;
  }

  /** A command there, which must go well. */
  async run(args: readonly string[]): Promise<string> {
    const result = await this.try(args);
    if (result.code !== 0)
      throw new Error(`metaextract ${args.join(' ')} ended with ${String(result.code)}: ${result.stderr}`);
    return result.stdout;
  }

  async try(args: readonly string[]): Promise<CliResult> {
    return runCli([...args, '--data-dir', this.dataFolder], {
      wrapper: this.host.wrapper,
      env: this.#env,
    });
  }

  async submit(args: readonly string[]): Promise<number> {
    return (JSON.parse(await this.run(['submit', ...args, '--json'])) as Job).id;
  }

  /** Waits until the job has ended, and gives its records as JSON lines. */
  async recordsOf(jobId: number): Promise<string> {
    await this.try(['job-status', jobId.toString(), '--watch', '--json']);
    return this.run(['export', jobId.toString(), '-f', 'jsonl']);
  }

  /** A code with which one worker joins. */
  async invitation(): Promise<string> {
    return (JSON.parse(await this.run(['workers', 'invite', '--json'])) as { readonly code: string }).code;
  }

  async machines(): Promise<Machine[]> {
    return (JSON.parse(await this.run(['workers', 'list', '--json'])) as { readonly machines: Machine[] }).machines;
  }

  async discovered(): Promise<FoundMachine[]> {
    return (JSON.parse(await this.run(['workers', 'discover', '--json'])) as { found: FoundMachine[] }).found;
  }

  /** Waits until all of these machines are ready. */
  async areReady(...names: readonly string[]): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const machines = await this.machines();
      const isReady = (name: string) => machines.some((each) => each.name === name && each.state === 'ready');
      if (names.every(isReady)) return;
      if (performance.now() > until) throw new Error(`They are not ready: ${JSON.stringify(machines, undefined, 2)}`);
      await delay(LOOK_INTERVAL_MS);
    }
  }
}

/** What a data folder is to have set from its beginning. */
export async function writeSettings(dataFolder: string, settings: SettingsChange): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await writeFile(join(dataFolder, 'settings.json'), JSON.stringify(settings));
}

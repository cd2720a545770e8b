import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { killAtOnce, processTree } from '../../process/support/process-tree.ts';
import type { RunningWorker } from '../../process/support/worker.ts';
import type { BadLink } from './bad-link.ts';
import type { Desk } from './desk.ts';
import type { Host } from './namespaces.ts';
import { startWorkerOn, type WorkerSetup } from './worker.ts';

const run = promisify(execFile);

/** What faults can do to a worker, and to the line over which it and the desk are joined. */
export class WorkerSite {
  readonly name: string;
  readonly host: Host;
  readonly line: BadLink;
  readonly #setup: WorkerSetup;
  worker: RunningWorker;

  constructor(setup: WorkerSetup, line: BadLink) {
    this.name = setup.host.name;
    this.host = setup.host;
    this.line = line;
    this.#setup = setup;
    this.worker = startWorkerOn(setup);
  }

  /** With all its processes, or alone: then the others have to notice. */
  async kill(what: 'all' | 'alone'): Promise<void> {
    const [, ...others] = await processTree(this.worker.command.pid);
    await this.worker.end('SIGKILL');
    if (what === 'all') for (const { pid } of others) killAtOnce(pid);
  }

  start(): void {
    this.worker = startWorkerOn(this.#setup);
  }

  async freeze(): Promise<void> {
    await this.#signal('SIGSTOP');
  }

  async thaw(): Promise<void> {
    await this.#signal('SIGCONT');
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    for (const { pid } of await processTree(this.worker.command.pid)) {
      try {
        process.kill(pid, signal);
      } catch {
        continue; // it has ended meanwhile
      }
    }
  }
}

/** A disk of a host, for nothing else. */
export class Disk {
  readonly #host: Host;
  readonly #folder: string;

  constructor(host: Host, folder: string) {
    this.#host = host;
    this.#folder = folder;
  }

  get #filler(): string {
    return this.#host.path(`${this.#folder}/filler`);
  }

  async fill(): Promise<void> {
    await run('sh', ['-c', 'cat /dev/zero > "$0" 2> /dev/null || true', this.#filler]);
  }

  async free(): Promise<void> {
    await rm(this.#filler, { force: true });
  }
}

export interface Sites {
  readonly desk: Desk;
  readonly workers: readonly [WorkerSite, ...WorkerSite[]];
  /** Where files lie that were sent to a worker. */
  readonly disk: Disk;
}

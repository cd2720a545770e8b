import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { dropOn } from './drop.ts';
import type { Host, HostName, OpenProgram } from './hosts.ts';

interface ProgramPorts {
  readonly host: Host;
  readonly hostName: HostName;
  readonly dataFolder: string;
  /** Each file below it takes its time until `hurry` is called. */
  readonly slowFolder?: string;
}

const READY_WITHIN_MS = 20_000;

/** The program as a person has it before them, whatever it runs in. */
export class Program {
  readonly hostName: HostName;
  readonly dataFolder: string;
  readonly #host: Host;
  readonly #hurryFile: string;
  readonly #env: NodeJS.ProcessEnv;
  #open: OpenProgram;
  /** What the page has complained about: errors on its console, and ones that nobody caught. */
  #complaints: string[] = [];

  private constructor(ports: ProgramPorts, env: NodeJS.ProcessEnv, open: OpenProgram) {
    this.hostName = ports.hostName;
    this.dataFolder = ports.dataFolder;
    this.#host = ports.host;
    this.#hurryFile = hurryFileOf(ports);
    this.#env = env;
    this.#open = open;
  }

  static async open(ports: ProgramPorts): Promise<Program> {
    const env = slowReading(ports);
    const open = await ports.host.open(ports.dataFolder, env);
    const program = new Program(ports, env, open);
    try {
      await program.#begin(open);
    } catch (error) {
      await open.close();
      throw error;
    }
    return program;
  }

  /** Another one after `restart` and `reopen`. */
  get page(): Page {
    return this.#open.page;
  }

  get runtimePids(): OpenProgram['runtimePids'] {
    return this.#open.runtimePids;
  }

  get saveTo(): OpenProgram['saveTo'] {
    return this.#open.saveTo;
  }

  get chooseFolders(): OpenProgram['chooseFolders'] {
    return this.#open.chooseFolders;
  }

  get copiedText(): OpenProgram['copiedText'] {
    return this.#open.copiedText;
  }

  /** What it runs with beyond the test's own environment. */
  get env(): NodeJS.ProcessEnv {
    return this.#env;
  }

  /** What the page has complained about since the last time that this was asked. */
  takeComplaints(): string[] {
    return this.#complaints.splice(0);
  }

  /** Goes to a screen by its address, as a link does. */
  async go(screen: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `/${screen}`);
  }

  async drop(...paths: string[]): Promise<void> {
    await dropOn(this.page, paths);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.isReady();
  }

  async close(): Promise<void> {
    const complaints = this.takeComplaints();
    await this.#open.close();
    this.#complaints = complaints; // that a server which has ended does not answer is no fault of the page
  }

  /** Ends the program and opens it again on the same data. */
  async restart(): Promise<void> {
    await this.close();
    await this.#begin(await this.#host.open(this.dataFolder, this.#env));
  }

  /** Closes the window or the tab, and opens it again. */
  async reopen(): Promise<void> {
    await this.#begin(await this.#open.reopen());
  }

  /** From now on no file takes longer than it needs. */
  async hurry(): Promise<void> {
    await writeFile(this.#hurryFile, '');
  }

  /** kill -9 of one of the processes that read files; gives which. */
  async killRuntime(): Promise<number> {
    const [pid] = await this.runtimePids();
    if (pid === undefined) throw new Error('No process reads files now.');
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  async isReady(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).waitFor({ timeout: READY_WITHIN_MS });
  }

  async #begin(open: OpenProgram): Promise<void> {
    this.#open = open;
    open.page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(message.text());
    });
    open.page.on('pageerror', (error) => this.#complaints.push(error.stack ?? error.message));
    await this.isReady();
    await open.page.emulateMedia({ reducedMotion: 'reduce' });
  }
}

function hurryFileOf({ dataFolder }: ProgramPorts): string {
  return `${dataFolder}.hurry`;
}

function slowReading(ports: ProgramPorts): NodeJS.ProcessEnv {
  if (ports.slowFolder === undefined) return {};
  return {
    METAEXTRACT_EXTRACTORS: join(import.meta.dirname, 'slow-extractor.mjs'),
    TEST_SLOW_FOLDER: ports.slowFolder,
    TEST_HURRY: hurryFileOf(ports),
  };
}

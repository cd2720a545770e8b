import type { Page } from 'playwright/test';
import { dropOn } from './drop.ts';
import type { Host, HostName, OpenProgram } from './hosts.ts';

interface ProgramPorts {
  readonly host: Host;
  readonly hostName: HostName;
  readonly dataFolder: string;
}

const READY_WITHIN_MS = 20_000;

/** The program as a person has it before them, whatever it runs in. */
export class Program {
  readonly hostName: HostName;
  readonly dataFolder: string;
  readonly #host: Host;
  #open: OpenProgram;
  /** What the page has complained about: errors on its console, and ones that nobody caught. */
  #complaints: string[] = [];

  private constructor({ host, hostName, dataFolder }: ProgramPorts, open: OpenProgram) {
    this.hostName = hostName;
    this.dataFolder = dataFolder;
    this.#host = host;
    this.#open = open;
    this.#listen();
  }

  static async open(ports: ProgramPorts): Promise<Program> {
    const program = new Program(ports, await ports.host.open(ports.dataFolder));
    await program.isReady();
    await program.page.emulateMedia({ reducedMotion: 'reduce' });
    return program;
  }

  /** Another one after `restart`. */
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
    this.#open = await this.#host.open(this.dataFolder);
    this.#listen();
    await this.isReady();
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

  #listen(): void {
    const { page } = this.#open;
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.#complaints.push(error.stack ?? error.message));
  }
}

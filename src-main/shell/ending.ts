import { app, dialog, powerMonitor, session } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Log } from '../coordinator/ports.ts';
import { quitQuestion } from './job-words.ts';

export interface EndingPorts {
  readonly window: () => BrowserWindow | undefined;
  /** Jobs that are being worked on. */
  readonly runningJobs: () => number;
  /** Closes all that is open; what was running goes on at the next start. */
  readonly close: () => Promise<void>;
  readonly log: Log;
}

/** Nobody waits longer for a program that ends; what is not recorded then is read again. */
const CLOSE_WITHIN_MS = 8_000;

/** Sees to it that the program does not end under running jobs without asking, and that it ends well. */
export class Ending {
  readonly #ports: EndingPorts;
  #isAgreed = false;
  /** By the system: no question is answered any more. */
  #isForced = false;
  #isAsking = false;
  #isClosing = false;
  #exitCode = 0;
  #deadline: NodeJS.Timeout | undefined;

  constructor(ports: EndingPorts) {
    this.#ports = ports;
    app.on('before-quit', (event) => {
      if (!this.#isAgreed) this.#ask(event);
    });
    app.on('will-quit', (event) => {
      event.preventDefault();
      void this.#close();
    });
    const force = () => {
      this.#isForced = true;
      session.defaultSession.flushStorageData();
      this.#endWithoutAsking();
    };
    powerMonitor.on('shutdown', force);
    process.on('SIGTERM', force).on('SIGHUP', force);
    process.on('SIGINT', () => {
      this.#endWithoutAsking(); // of a terminal; it reaches no other process of Chromium's
    });
  }

  /** Whether it is on its way: what stops now need not be started again. */
  get isEnding(): boolean {
    return this.#isAgreed || this.#isClosing;
  }

  /** Where closing the window ends the program, it asks the same. */
  watch(window: BrowserWindow): void {
    if (process.platform === 'darwin') return;
    window.on('close', (event) => {
      if (!this.#isAgreed) this.#ask(event);
    });
  }

  /** Ends the program with this exit code, and asks nothing. */
  end(exitCode: number): void {
    this.#exitCode = exitCode;
    this.#endWithoutAsking();
  }

  #endWithoutAsking(): void {
    this.#isAgreed = true;
    this.#setDeadline(); // already now: a window may hang and not close
    app.quit();
  }

  #ask(event: { preventDefault(): void }): void {
    const jobs = this.#ports.runningJobs();
    if (jobs === 0) return;
    event.preventDefault();
    if (!this.#isAsking) void this.#askPerson(jobs);
  }

  async #askPerson(jobs: number): Promise<void> {
    this.#isAsking = true;
    const window = this.#ports.window();
    const options = {
      type: 'question',
      ...quitQuestion(jobs),
      buttons: ['Quit, and go on next time', 'Keep running'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    } as const;
    const { response } = await (window === undefined
      ? dialog.showMessageBox({ ...options, buttons: [...options.buttons] })
      : dialog.showMessageBox(window, { ...options, buttons: [...options.buttons] }));
    this.#isAsking = false;
    if (response === 0) this.#endWithoutAsking();
  }

  async #close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#setDeadline();
    await this.#ports.close();
    // Chromium waits for its other processes, for ever where the system has ended them at the same moment
    if (this.#isForced) endAtOnce();
    app.exit(this.#exitCode);
  }

  #setDeadline(): void {
    this.#deadline ??= setTimeout(() => {
      this.#ports.log.warn({ isClosing: this.#isClosing }, 'end.late');
      endAtOnce(); // an orderly end would wait for whatever hangs
    }, CLOSE_WITHIN_MS);
  }
}

function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

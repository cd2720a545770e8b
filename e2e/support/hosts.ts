import type { Page } from 'playwright/test';

export type HostName = 'window' | 'browser';

/** Set by each of the two projects. */
export interface HostOption {
  readonly hostName: HostName;
}

/** The program, open on a data folder. */
export interface OpenProgram {
  readonly page: Page;
  /** The processes that read files now. */
  readonly runtimePids: () => Promise<number[]>;
  /** Answers the next question of where to put a file. */
  readonly saveTo: (path: string) => Promise<void>;
  /** Answers the next question of which folders to read; where the page asks no such thing, this rejects. */
  readonly chooseFolders: (paths: readonly string[]) => Promise<void>;
  readonly copiedText: () => Promise<string>;
  /** Closes the window or the tab in the middle of whatever it shows, and opens it again. */
  readonly reopen: () => Promise<OpenProgram>;
  /** As a person ends it who agrees that jobs go on next time. */
  close(): Promise<void>;
}

/** What the program runs in. */
export interface Host extends AsyncDisposable {
  /** `env` is added to the test's own environment. */
  open(dataFolder: string, env: NodeJS.ProcessEnv): Promise<OpenProgram>;
}

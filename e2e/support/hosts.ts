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
  /** As a person ends it who agrees that jobs go on next time. */
  close(): Promise<void>;
}

/** What the program runs in. */
export interface Host extends AsyncDisposable {
  open(dataFolder: string): Promise<OpenProgram>;
}

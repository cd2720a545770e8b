import type { ToWorker } from '../../src-protocol/messages/worker.ts';

/** `reason` is in words; `byOthers`: a signal of somebody else ended it, which says nothing about the program itself. */
export type ExitListener = (reason: string, byOthers: boolean) => void;

/** A running runtime process, whatever started it. */
export interface RuntimeProcess {
  readonly pid: number | undefined;
  post(message: ToWorker): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process is gone. */
  onExit(listener: ExitListener): void;
  /** Has the process end itself and what it has started. */
  end(): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

export type LaunchRuntime = (slots: number) => RuntimeProcess;

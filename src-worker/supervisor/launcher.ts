import type { ToWorker } from '../../src-protocol/messages/worker.ts';

/** A running runtime process, whatever started it. */
export interface RuntimeProcess {
  readonly pid: number | undefined;
  post(message: ToWorker): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process is gone; `reason` is in words. */
  onExit(listener: (reason: string) => void): void;
  /** Has the process end itself and what it has started. */
  end(): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

export type LaunchRuntime = (slots: number) => RuntimeProcess;

import type { FromWorker } from '../../src-protocol/messages/worker.ts';

/** The way between a runtime and whoever leases files to it: a child's IPC, an Electron message port, a socket. */
export interface Channel {
  post(message: FromWorker): void;
  /** Called with each message as it came; it has not been checked yet. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the other side is gone: nobody wants results any more. */
  onClose(listener: () => void): void;
}

import { loadExtractors } from '../extractors/registry.ts';
import { serveRuntime } from '../runtime/runtime.ts';

/** A runtime as a Node child process: `child.js <slots>`, started with an IPC channel. */
const slots = Number(process.argv[2] ?? '1');

let unsent = 0;
let exitCode: number | undefined;

/** A process that ends takes with it what does not fit into the channel at once: the last results of a lease may not. */
function exitOnceSent(): void {
  if (exitCode !== undefined && unsent === 0) process.exit(exitCode);
}

serveRuntime({
  slots,
  extractors: await loadExtractors(process.env),
  exit: (code) => {
    exitCode = code;
    exitOnceSent();
  },
  channel: {
    post: (message) => {
      unsent += 1;
      // without a listener here, an error would be thrown and printed; the end of the channel is heard as such
      process.send?.(message, () => {
        unsent -= 1;
        exitOnceSent();
      });
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) =>
      process.on('disconnect', () => {
        unsent = 0; // nobody is there to take it
        listener();
      }),
  },
});

// Ctrl-C in a terminal reaches the whole process group; the coordinator decides when a runtime ends.
process.on('SIGINT', () => undefined);

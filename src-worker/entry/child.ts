import { loadExtractors } from '../extractors/registry.ts';
import { serveRuntime } from '../runtime/runtime.ts';

/** A runtime as a Node child process: `child.js <slots>`, started with an IPC channel. */
const slots = Number(process.argv[2] ?? '1');

serveRuntime({
  slots,
  extractors: await loadExtractors(process.env),
  exit: (code) => process.exit(code),
  channel: {
    // with nobody to take it any more an error would be thrown, and printed; the end of the channel is heard as such
    post: (message) => process.send?.(message, () => undefined),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', listener),
  },
});

// Ctrl-C in a terminal reaches the whole process group; the coordinator decides when a runtime ends.
process.on('SIGINT', () => undefined);

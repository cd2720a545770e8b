import { loadExtractors } from '../extractors/registry.ts';
import { serveRuntime } from '../runtime/runtime.ts';

/** Electron's message port to the main process, as far as it is used here; only there in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const { parentPort } = process as typeof process & { readonly parentPort: ParentPort };

/** A runtime as an Electron utility process: `utility.js <slots>`. Electron ends it together with the main process. */
void loadExtractors(process.env).then((extractors) => {
  serveRuntime({
    slots: Number(process.argv[2] ?? '1'),
    extractors,
    exit: (code) => process.exit(code),
    channel: {
      post: (message) => {
        parentPort.postMessage(message);
      },
      onMessage: (listener) => {
        parentPort.on('message', ({ data }) => {
          listener(data);
        });
      },
      onClose: () => undefined,
    },
  });
});

import { loadExtractors } from '../extractors/registry.ts';
import { serveRuntime } from '../runtime/runtime.ts';
import { UTILITY_END } from '../supervisor/utility-end.ts';

/** Electron's message port to the main process, as far as it is used here; only there in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const { parentPort } = process as typeof process & { readonly parentPort: ParentPort };

/** Once it is to end. */
let exitCode: number | undefined;
let hasEnd = false;
let onClose: () => void = () => undefined;

function hearEnd(): void {
  hasEnd = true;
  if (exitCode === undefined) onClose();
  else process.exit(exitCode);
}

/** A runtime as an Electron utility process: `utility.js <slots>`. Electron ends it together with the main process. */
void loadExtractors(process.env).then((extractors) => {
  serveRuntime({
    slots: Number(process.argv[2] ?? '1'),
    extractors,
    exit: (code) => {
      if (hasEnd) process.exit(code);
      exitCode = code;
      parentPort.postMessage(UTILITY_END);
    },
    channel: {
      post: (message) => {
        parentPort.postMessage(message);
      },
      onMessage: (listener) => {
        parentPort.on('message', ({ data }) => {
          if (data === UTILITY_END) hearEnd();
          else listener(data);
        });
      },
      onClose: (listener) => {
        onClose = listener;
      },
    },
  });
});

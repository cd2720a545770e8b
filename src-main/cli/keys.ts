export interface KeyEvents {
  onPause(): void;
  onInterrupt(): void;
}

type Input = NodeJS.ReadStream;

/** On a terminal: p pauses and goes on, q and Ctrl-C stop. Elsewhere it does nothing, and leaves standard input alone. */
export function listenToKeys(input: Input, events: KeyEvents): Disposable {
  if (!input.isTTY || !process.stderr.isTTY) return { [Symbol.dispose]: () => undefined };
  const listen = (keys: Buffer) => {
    for (const key of keys.toString('latin1')) {
      if (key === 'p' || key === ' ') events.onPause();
      if (key === 'q' || key === CTRL_C) events.onInterrupt();
    }
  };
  input.setRawMode(true); // keys arrive one by one; Ctrl-C arrives as a key too
  input.on('data', listen);
  return {
    [Symbol.dispose]: () => {
      input.off('data', listen);
      input.setRawMode(false);
      input.pause();
    },
  };
}

const CTRL_C = '\u0003';

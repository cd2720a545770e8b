import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { listenToKeys } from '../../src-main/cli/keys.ts';

const own = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
afterEach(() => {
  Object.defineProperty(process.stderr, 'isTTY', own ?? { configurable: true, value: undefined });
});

/** A terminal's input, with what is done to it. */
class FakeInput extends EventEmitter {
  readonly isTTY: boolean;
  readonly modes: boolean[] = [];
  pauses = 0;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(mode: boolean): this {
    this.modes.push(mode);
    return this;
  }

  pause(): this {
    this.pauses += 1;
    return this;
  }
}

function listen(input: FakeInput, stderrIsTerminal = true) {
  Object.defineProperty(process.stderr, 'isTTY', { configurable: true, value: stderrIsTerminal });
  const heard: string[] = [];
  const stream: unknown = input;
  const keys = listenToKeys(stream as typeof process.stdin, {
    onPause: () => heard.push('pause'),
    onInterrupt: () => heard.push('interrupt'),
  });
  return { heard, keys };
}

describe('keys', () => {
  test('pause and stop the job, and all others do nothing', () => {
    const input = new FakeInput(true);
    const { heard } = listen(input);
    input.emit('data', Buffer.from('p q'));
    input.emit('data', Buffer.from([3, 0x78, 0x1b, 0xff]));
    expect(heard).toEqual(['pause', 'pause', 'interrupt', 'interrupt']);
  });

  test('leave the terminal as it was', () => {
    const input = new FakeInput(true);
    const { heard, keys } = listen(input);
    keys[Symbol.dispose]();
    input.emit('data', Buffer.from('p'));
    expect([input.modes, input.pauses, heard]).toEqual([[true, false], 1, []]);
  });

  test('of something that is no terminal are left alone: they may be a list of files', () => {
    for (const [input, stderrIsTerminal] of [
      [new FakeInput(false), true],
      [new FakeInput(true), false],
    ] as const) {
      const { keys } = listen(input, stderrIsTerminal);
      keys[Symbol.dispose]();
      expect([input.modes, input.pauses, input.listenerCount('data')]).toEqual([[], 0, 0]);
    }
  });
});

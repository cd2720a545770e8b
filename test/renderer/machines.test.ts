import { describe, expect, test } from 'vitest';
import { MachineState } from '../../src-protocol/contract/machines.ts';
import { limitsOf, limitText } from '../../src-renderer/src/features/workers/machines/limits.ts';
import {
  linkWords,
  machineMessage,
  machineState,
  memoryWords,
  sentWords,
  speedWords,
  whatMachineIs,
} from '../../src-renderer/src/features/workers/machines/machine-words.ts';
import { timeToLive } from '../../src-renderer/src/features/workers/machines/time-to-live.ts';
import { UNITS } from '../../src-renderer/src/ui/amounts.ts';
import { machine } from './support/machine.ts';

describe('how a computer stands', () => {
  test.each(MachineState.options)(
    '%s has a word of its own, and says what it means where it does not work',
    (state) => {
      const words = MachineState.options.map((other) => machineState(machine({ state: other })).text);
      expect(words.filter((word) => word === machineState(machine({ state })).text)).toHaveLength(1);
      const message = machineMessage(machine({ state, ...(state === 'refused' && { message: 'Update attic.' }) }));
      expect(message === undefined).toBe(state === 'ready');
    },
  );

  test('it works while a slot is busy', () => {
    expect(machineState(machine({ busySlots: 1 })).text).toBe('Working');
    expect(machineState(machine({ state: 'suspected', busySlots: 1 })).text).toBe('Silent');
  });

  test('it is drained once its processes have ended', () => {
    expect(machineState(machine({ state: 'draining', workers: ['attic/local-1'] })).text).toBe('Draining');
    expect(machineState(machine({ state: 'draining' })).text).toBe('Drained');
  });

  test('what it says itself goes before what its state means', () => {
    expect(machineMessage(machine({ state: 'away', message: 'It was switched off.' }))).toBe('It was switched off.');
  });
});

describe('what is known of a computer', () => {
  test('its platform, cores and memory', () => {
    expect(whatMachineIs(machine({ platform: 'darwin', cores: 8, memoryBytes: 16e9 }))).toBe(
      'macOS, 8 cores, 16 GB memory',
    );
    expect(whatMachineIs(machine({ platform: 'haiku', cores: 1 }))).toBe('haiku, 1 core');
    expect(whatMachineIs(machine())).toBeUndefined();
  });

  test('its memory, as far as it has told', () => {
    expect(memoryWords(machine({ rssBytes: 2.6e9, memoryFreeBytes: 9e9 }))).toBe('2.6 GB used, 9 GB free');
    expect(memoryWords(machine({ rssBytes: 0, memoryFreeBytes: 9e9 }))).toBe('9 GB free');
    expect(memoryWords(machine())).toBeUndefined();
  });

  test('how far away it is', () => {
    expect(linkWords(machine({ delayMs: 0.4, bandwidthBytesPerS: 1.1e8 }))).toBe('under 1 ms, 110 MB/s');
    expect(linkWords(machine({ delayMs: 31.7 }))).toBe('32 ms there and back');
    expect(linkWords(machine())).toBeUndefined();
  });

  test('what was sent to it, and lies there', () => {
    expect(sentWords(machine())).toBeUndefined();
    expect(sentWords(machine({ sentBytes: 3e9 }))).toBe('3 GB');
    expect(sentWords(machine({ sentBytes: 3e9, storedBytes: 2e8 }))).toBe('3 GB, 200 MB there now');
  });

  test('how fast it is beside this computer', () => {
    expect(speedWords(1.02)).toBe('As fast as this computer');
    expect(speedWords(1.86)).toBe('1.9 times as fast as this computer');
  });
});

describe('limits', () => {
  test('an empty field is no limit', () => {
    expect(limitsOf({ slots: ' ', memory: '' })).toEqual({ limits: {} });
    expect(limitText(undefined, UNITS.none)).toBe('');
  });

  test('memory is written in gigabytes', () => {
    expect(limitsOf({ slots: '4', memory: '1.5' })).toEqual({ limits: { slots: 4, memoryLimitBytes: 1.5e9 } });
    expect(limitText(1.5e9, UNITS.gigabytes)).toBe('1.5');
  });

  test.each(['0', '1.5', 'four', '2000'])('%s slots are refused', (slots) => {
    expect(limitsOf({ slots, memory: '' })).toEqual({ slotsError: 'Write a whole number from 1 to 1024.' });
  });

  test('both fields say what is wrong with them', () => {
    expect(Object.keys(limitsOf({ slots: 'x', memory: '0.01' }))).toEqual(['slotsError', 'memoryError']);
  });
});

test.each([
  [581_000, '9:41 min'],
  [59_001, '1:00 min'],
  [400, '0:01 min'],
  [-5_000, '0:00 min'],
  [7_500_000, '2 h 5 min'],
  [180_000_000, '50 h 0 min'],
])('%i ms are left as %s', (leftMs, text) => {
  expect(timeToLive(leftMs)).toBe(text);
});

import { describe, expect, test } from 'vitest';
import { SPEEDS_MS, withSpeeds } from '../../src-renderer/src/features/workers/worker-speeds.ts';
import { asSentence, extractorName, withBound } from '../../src-renderer/src/features/workers/worker-words.ts';
import { workerName } from '../../src-renderer/src/ui/worker-name.ts';
import { worker } from './support/worker.ts';

test.each([
  ['local-1', 'This computer 1'],
  ['local-12', 'This computer 12'],
  ['studio-mac', 'studio-mac'],
  ['local-nas', 'local-nas'],
  ['attic/local-2', 'attic 2'],
  ['nas (old)/local-1', 'nas (old) 1'],
])('the worker %s is called %s', (id, name) => {
  expect(workerName(id)).toBe(name);
});

test('an extractor is named for people, without our own part of its version', () => {
  expect(extractorName({ id: 'exiftool', version: '13.59.3+1' })).toBe('ExifTool 13.59.3');
  expect(extractorName({ id: 'mediainfo', version: '24' })).toBe('mediainfo 24');
});

test('the message of a worker becomes a sentence', () => {
  expect(asSentence('it is started again in 4 s')).toBe('It is started again in 4 s.');
  expect(asSentence('It ended.')).toBe('It ended.');
});

describe('scale', () => {
  const scale = { minRuntimes: 1, maxRuntimes: 4 };

  test('the bound that was not changed gives way', () => {
    expect(withBound(scale, { minRuntimes: 6 })).toEqual({ minRuntimes: 6, maxRuntimes: 6 });
    expect(withBound({ minRuntimes: 3, maxRuntimes: 4 }, { maxRuntimes: 2 })).toEqual({
      minRuntimes: 2,
      maxRuntimes: 2,
    });
  });

  test('bounds that do not cross stay', () => {
    expect(withBound(scale, { maxRuntimes: 8 })).toEqual({ minRuntimes: 1, maxRuntimes: 8 });
  });
});

describe('speeds', () => {
  const after = (before: ReturnType<typeof withSpeeds>, filesPerS: number, nowMs: number) =>
    withSpeeds(before, [worker({ filesPerS })], nowMs);

  test('within a second the newest value takes the place of the one before', () => {
    const speeds = after(after(new Map(), 10, 1_000), 20, 1_400);
    expect(speeds.get('local-1')).toEqual([{ atMs: 1_000, value: 20 }]);
  });

  test('older points are forgotten but for the one that holds where the chart begins', () => {
    let speeds: ReturnType<typeof withSpeeds> = new Map();
    for (let nowMs = 0; nowMs <= SPEEDS_MS + 10_000; nowMs += 1_000) speeds = after(speeds, nowMs, nowMs);
    const points = speeds.get('local-1') ?? [];
    expect(points.at(0)?.atMs).toBe(10_000);
    expect(points).toHaveLength(SPEEDS_MS / 1_000 + 1);
  });

  test('a worker that is gone has none', () => {
    const speeds = withSpeeds(after(new Map(), 10, 0), [worker({ id: 'local-2', filesPerS: 5 })], 2_000);
    expect([...speeds.keys()]).toEqual(['local-2']);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { MachineDescription } from '../../src-protocol/messages/link.ts';
import { resultWithoutTags } from '../../src-protocol/messages/failed-result.ts';
import { CpuShare } from '../../src-worker/host/cpu-share.ts';
import { DutyWatch } from '../../src-worker/host/duty-watch.ts';
import { findGpu } from '../../src-worker/host/gpu.ts';
import { describeMachine } from '../../src-worker/host/machine.ts';
import { splitResults } from '../../src-worker/host/result-frames.ts';
import { parseSchedule } from '../../src-worker/host/schedule.ts';
import { isTimeZone } from '../../src-worker/host/time-zone.ts';
import { temporaryFolder } from './temporary-folder.ts';

function systemWith(files: Record<string, string>): string {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

describe('the graphics processor', () => {
  test('is told by the driver of NVIDIA', async () => {
    const root = systemWith({
      'proc/driver/nvidia/gpus/0000:01:00.0/information': 'Model: \t\t NVIDIA GeForce RTX 3060\nIRQ: 1\n',
    });
    expect(await findGpu('linux', root)).toEqual({
      name: 'NVIDIA GeForce RTX 3060',
      codecs: ['h264', 'mpeg2', 'vc1'],
    });
  });

  test('is told by the kernel, with what its driver can decode for sure', async () => {
    const root = systemWith({
      'sys/class/drm/card0-DP-1/status': 'connected',
      'sys/class/drm/card0/device/vendor': '0x1af4\n',
      'sys/class/drm/card1/device/vendor': '0x8086\n',
      'sys/class/drm/card1/device/device': '0x9a49\n',
      'sys/class/drm/card1/device/uevent': 'DRIVER=i915\nPCI_CLASS=30000\n',
    });
    expect(await findGpu('linux', root)).toEqual({ name: 'Intel 0x9a49', codecs: ['h264', 'mpeg2'] });
  });

  test('is not there where nothing tells of it', async () => {
    expect(await findGpu('linux', temporaryFolder())).toBeUndefined();
    expect(await findGpu('win32')).toBeUndefined();
  });
});

describe('what a coordinator is told of a machine', () => {
  const own = {
    name: 'attic',
    program: '1.0',
    slots: 2,
    labels: ['raw'],
    extractors: [{ id: 'exiftool', version: '1' }],
  };

  test('is of the protocol', () => {
    const machine = describeMachine(own, { name: 'x', codecs: [] }, 1.5e9);
    expect(MachineDescription.parse(machine)).toEqual(machine);
    expect(machine).toMatchObject({ name: 'attic', labels: ['raw'], roomBytes: 1.5e9, gpu: { name: 'x' } });
  });

  test('of its processors is the share of all that was busy since it was last asked', () => {
    const share = new CpuShare();
    const until = performance.now() + 60; // some ticks of the system's clock
    while (performance.now() < until);
    const busy = share.read();
    expect(busy).toBeGreaterThan(0);
    expect(busy).toBeLessThanOrEqual(1);
  });
});

describe('the watch over a schedule', () => {
  test('tells when duty begins and ends, with words', async () => {
    const parsed = parseSchedule('10:00-11:00');
    if (!parsed.ok) throw new Error(parsed.reason);
    let nowMs = new Date(2026, 10, 23, 10, 30).getTime();
    const onChange = vi.fn();
    using watch = new DutyWatch(parsed.schedule, onChange, () => nowMs, 5);
    expect([watch.now.isOn, watch.message]).toEqual([true, 'By its schedule it works until Monday 11:00.']);
    nowMs += 3_600_000;
    await vi.waitFor(() => {
      expect(onChange).toHaveBeenCalledTimes(1);
    });
    expect(watch.message).toBe('By its schedule it does not work until Tuesday 10:00.');
  });

  test('is always on duty without one', () => {
    using watch = new DutyWatch(undefined, () => undefined);
    expect([watch.now, watch.message]).toEqual([{ isOn: true }, 'By its schedule it works.']);
  });
});

describe('results on their way to the coordinator', () => {
  const result = (itemId: number, length: number) => ({
    ...resultWithoutTags(itemId, undefined),
    outcome: 'extracted' as const,
    tagValues: 'x'.repeat(length),
    sizeBytes: 7,
    durationMs: 3,
  });

  test('go in messages of about a megabyte, in their order', () => {
    const results = Array.from({ length: 40 }, (_, itemId) => result(itemId, 100_000));
    const messages = splitResults(results);
    expect(messages.flat()).toEqual(results);
    expect(messages.length).toBeGreaterThanOrEqual(4);
    for (const message of messages) expect(JSON.stringify(message).length).toBeLessThan(1_100_000);
    expect(splitResults(results.slice(0, 5))).toHaveLength(1);
    expect(splitResults([])).toEqual([]);
  });

  test('one that no message can hold is a failure that says so, and the others go on', () => {
    const messages = splitResults([result(1, 10), result(2, 60_000), result(3, 10)], 50_000);
    expect(messages.flat().map(({ itemId, outcome }) => [itemId, outcome])).toEqual([
      [1, 'extracted'],
      [2, 'failed'],
      [3, 'extracted'],
    ]);
    const [, failed] = messages.flat();
    expect(failed).toMatchObject({ fault: { code: 'internal' }, sizeBytes: 7, durationMs: 3, tagValues: '' });
  });

  test('that only might be too large are weighed before they are given up', () => {
    expect(splitResults([result(1, 40_000)], 50_000)[0]?.[0]?.outcome).toBe('extracted');
  });
});

describe('the name of a time zone', () => {
  test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('%s is known', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each(['', 'Mars/Phobos', ':/etc/localtime', '/etc/localtime', '../UTC', '+02:00', 'UTC\n', 'A=B'])(
    '%j is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

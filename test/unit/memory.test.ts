import { describe, expect, test } from 'vitest';
import { groupMemories, memoryWithin, parseMemInfo } from '../../src-main/resources/memory.ts';

const MACHINE = { totalBytes: 16e9, freeBytes: 8e9 };

/** The files of a system that has these alone. */
function reader(files: Readonly<Record<string, string>>) {
  return (file: string) => Promise.resolve(files[file]);
}

describe('free memory', () => {
  test('of Linux is what can be had, the copies of files included', () => {
    const text = 'MemTotal:       24684084 kB\nMemFree:          10000 kB\nMemAvailable:   24101336 kB\nCached: 1 kB\n';
    expect(parseMemInfo(text)).toEqual({ totalBytes: 24_684_084 * 1_024, freeBytes: 24_101_336 * 1_024 });
    expect(parseMemInfo('MemTotal: 5 kB\nMemFree: 3 kB\n')).toBeUndefined(); // before Linux 3.14
    expect(parseMemInfo('')).toBeUndefined();
  });

  test('under a limit of the group, or of one around it, is what is left of that', async () => {
    const groups = await groupMemories(
      '0::/user.slice/app.scope\n',
      reader({
        '/sys/fs/cgroup/user.slice/app.scope/memory.max': 'max\n',
        '/sys/fs/cgroup/user.slice/memory.max': '4000000000\n',
        '/sys/fs/cgroup/user.slice/memory.current': '3000000000\n',
        '/sys/fs/cgroup/user.slice/memory.stat': 'anon 1\ninactive_file 500000000\nactive_file 7\n',
      }),
    );
    expect(groups).toEqual([{ limitBytes: 4e9, usedBytes: 3e9, reclaimableBytes: 5e8 }]);
    expect(memoryWithin(MACHINE, groups)).toEqual({ totalBytes: 4e9, freeBytes: 1.5e9 });
  });

  test('in a container whose path is the host’s is that of the container', async () => {
    const groups = await groupMemories(
      '12:cpu,cpuacct:/docker/0a1b\n9:memory:/docker/0a1b\n0::/\n',
      reader({
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1000000000\n',
        '/sys/fs/cgroup/memory/memory.usage_in_bytes': '400000000\n',
        '/sys/fs/cgroup/memory/memory.stat': 'inactive_file 1\ntotal_inactive_file 100000000\n',
      }),
    );
    expect(memoryWithin(MACHINE, groups)).toEqual({ totalBytes: 1e9, freeBytes: 7e8 });
  });

  test('with a limit that is none is the machine’s', async () => {
    const groups = await groupMemories(
      '4:memory:/\n',
      reader({
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
        '/sys/fs/cgroup/memory/memory.usage_in_bytes': '1\n',
      }),
    );
    expect(groups).toHaveLength(1);
    expect(memoryWithin(MACHINE, groups)).toEqual(MACHINE);
  });

  test('is never less than nothing', () => {
    const groups = [{ limitBytes: 1e9, usedBytes: 1.1e9, reclaimableBytes: 0 }];
    expect(memoryWithin(MACHINE, groups)).toEqual({ totalBytes: 1e9, freeBytes: 0 });
  });

  test('without control groups is the machine’s', async () => {
    expect(await groupMemories('', reader({}))).toEqual([]);
    expect(memoryWithin(MACHINE, [])).toEqual(MACHINE);
  });
});

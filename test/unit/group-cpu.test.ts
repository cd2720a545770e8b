import { describe, expect, test } from 'vitest';
import { groupCpuTimes } from '../../src-main/resources/group-cpu.ts';

const reader = (files: Readonly<Record<string, string>>) => (file: string) => Promise.resolve(files[file]);

describe('processor times of a control group', () => {
  test('are what it has used of the cores that it may use', async () => {
    const read = reader({ '/sys/fs/cgroup/app.scope/cpu.stat': 'usage_usec 3000000\nuser_usec 1\nsystem_usec 2\n' });
    expect(await groupCpuTimes('0::/app.scope\n', read, 2, 10_000)).toEqual({ total: 20_000, busy: 3_000 });
  });

  test('in a container whose path is the host’s are those of the root', async () => {
    const read = reader({ '/sys/fs/cgroup/cpu.stat': 'usage_usec 5000\n' });
    expect(await groupCpuTimes('0::/docker/0a1b\n', read, 1, 10)).toEqual({ total: 10, busy: 5 });
  });

  test.each(['/sys/fs/cgroup/cpuacct', '/sys/fs/cgroup/cpu,cpuacct'])(
    'of the older version are in %s',
    async (root) => {
      const read = reader({ [`${root}/a/cpuacct.usage`]: '7000000\n' });
      expect(await groupCpuTimes('12:cpu,cpuacct:/a\n0::/\n', read, 1, 10)).toEqual({ total: 10, busy: 7 });
    },
  );

  test('that are not told are none', async () => {
    expect(
      await groupCpuTimes('0::/\n', reader({ '/sys/fs/cgroup/cpu.stat': 'nr_periods 0\n' }), 1, 1),
    ).toBeUndefined();
    expect(await groupCpuTimes('', reader({}), 1, 1)).toBeUndefined();
  });
});

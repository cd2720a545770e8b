import { posix } from 'node:path';
import type { CpuTimes } from './cpu-times.ts';
import type { ReadText } from './memory.ts';

/** Where one version of control groups counts the processor time of a group. */
interface UsageFile {
  readonly roots: readonly string[];
  /** In a line of `/proc/self/cgroup`. */
  readonly line: RegExp;
  readonly file: string;
  readonly usage: RegExp;
  readonly perMs: number;
}

const VERSIONS: readonly UsageFile[] = [
  { roots: ['/sys/fs/cgroup'], line: /^0::(.*)$/m, file: 'cpu.stat', usage: /^usage_usec (\d+)$/m, perMs: 1e3 },
  {
    roots: ['/sys/fs/cgroup/cpuacct', '/sys/fs/cgroup/cpu,cpuacct'],
    line: /^\d+:(?:[^:]*,)?cpuacct(?:,[^:]*)?:(.*)$/m,
    file: 'cpuacct.usage',
    usage: /^(\d+)$/m,
    perMs: 1e6,
  },
];

/**
 * What the own control group has used of the `cores` that it may use; undefined where that is not told. In a container with a
 * share of a large machine, the machine's own times say nothing of how busy that share is. As with memory, the group's path
 * may be the host's, while the group itself is mounted as the root.
 */
export async function groupCpuTimes(
  ownGroups: string,
  read: ReadText,
  cores: number,
  nowMs: number,
): Promise<CpuTimes | undefined> {
  for (const { roots, line, file, usage, perMs } of VERSIONS) {
    const path = line.exec(ownGroups)?.[1];
    if (path === undefined) continue;
    for (const folder of roots.flatMap((root) => [posix.join(root, path), root])) {
      const used = usage.exec((await read(posix.join(folder, file))) ?? '')?.[1];
      if (used !== undefined) return { total: cores * nowMs, busy: Number(used) / perMs };
    }
  }
  return undefined;
}

import { posix } from 'node:path';

export interface Memory {
  /** What programs can still get without anything being paged out. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** What a control group lets its processes have, and what they use of it. */
export interface GroupMemory {
  readonly limitBytes: number;
  readonly usedBytes: number;
  /** Part of what is used that holds copies of files, and is given up when memory is wanted. */
  readonly reclaimableBytes: number;
}

/** Linux's `/proc/meminfo`. `MemFree` would leave out the page cache, and seem near nothing on every computer in use. */
export function parseMemInfo(text: string): Memory | undefined {
  const kibibytes = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(text)?.[1]);
  const [total, available] = [kibibytes('MemTotal'), kibibytes('MemAvailable')];
  return Number.isNaN(total) || Number.isNaN(available)
    ? undefined
    : { totalBytes: total * 1_024, freeBytes: available * 1_024 };
}

/** One version of control groups: where their files are, and how they are called. */
interface GroupVersion {
  readonly root: string;
  /** In a line of `/proc/self/cgroup`. */
  readonly line: RegExp;
  readonly limit: string;
  readonly used: string;
  readonly reclaimable: RegExp;
}

const VERSIONS: readonly GroupVersion[] = [
  {
    root: '/sys/fs/cgroup',
    line: /^0::(.*)$/m,
    limit: 'memory.max',
    used: 'memory.current',
    reclaimable: /^inactive_file (\d+)$/m,
  },
  {
    root: '/sys/fs/cgroup/memory',
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m,
    limit: 'memory.limit_in_bytes',
    used: 'memory.usage_in_bytes',
    reclaimable: /^total_inactive_file (\d+)$/m,
  },
];

export type ReadText = (file: string) => Promise<string | undefined>;

/**
 * The limits that the process is under, of its own control group and of those around it, by `/proc/self/cgroup`. In a
 * container the path there may be the host's, while the container's own group is mounted as the root: so it is looked at as
 * well. `read` gives undefined for what is not there.
 */
export async function groupMemories(ownGroups: string, read: ReadText): Promise<GroupMemory[]> {
  const found: GroupMemory[] = [];
  for (const version of VERSIONS) {
    const path = version.line.exec(ownGroups)?.[1];
    if (path === undefined) continue;
    for (const folder of upwards(path)) {
      const group = await readGroup(version, folder, read);
      if (group !== undefined) found.push(group);
    }
  }
  return found;
}

/** What is free within all limits. */
export function memoryWithin(machine: Memory, groups: readonly GroupMemory[]): Memory {
  const limited = groups.filter(({ limitBytes }) => limitBytes < machine.totalBytes); // “none” is a huge number
  const free = limited.map(({ limitBytes, usedBytes, reclaimableBytes }) => limitBytes - usedBytes + reclaimableBytes);
  return {
    freeBytes: Math.max(0, Math.min(machine.freeBytes, ...free)),
    totalBytes: Math.min(machine.totalBytes, ...limited.map(({ limitBytes }) => limitBytes)),
  };
}

async function readGroup(version: GroupVersion, folder: string, read: ReadText): Promise<GroupMemory | undefined> {
  const file = (name: string) => read(posix.join(version.root, folder, name));
  const limitBytes = Number(await file(version.limit)); // “max” is no number
  if (!(limitBytes > 0)) return undefined;
  const usedBytes = Number(await file(version.used));
  if (Number.isNaN(usedBytes)) return undefined;
  const reclaimableBytes = Number(version.reclaimable.exec((await file('memory.stat')) ?? '')?.[1] ?? 0);
  return { limitBytes, usedBytes, reclaimableBytes };
}

/** `/a/b`, `/a`, `/`. */
function upwards(path: string): string[] {
  const folders = [path];
  for (let folder = path; folder !== posix.dirname(folder); ) {
    folder = posix.dirname(folder);
    folders.push(folder);
  }
  return folders;
}

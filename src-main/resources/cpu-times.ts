import type { CpuInfo } from 'node:os';

/** Time that processors have spent since the system's start, all cores together, in any unit. */
export interface CpuTimes {
  readonly total: number;
  readonly busy: number;
  /** Idle while something waited for a disk; absent where the system does not tell. */
  readonly ioWait?: number;
}

export interface CpuShares {
  /** Of all cores, 0 to 1. */
  readonly cpuShare: number;
  readonly ioWaitShare?: number;
}

/** From the first line of Linux's `/proc/stat` (see proc_stat(5)); undefined where it is not of that form. */
export function parseProcStat(text: string): CpuTimes | undefined {
  const [, line] = /^cpu +([\d ]+)/.exec(text) ?? [];
  const [user, nice, system, idle, ioWait, irq = 0, softIrq = 0, steal = 0] = (line ?? '').trim().split(/ +/).map(Number);
  if (user === undefined || nice === undefined || system === undefined) return undefined;
  if (idle === undefined || ioWait === undefined) return undefined;
  // guest time is part of user time
  const busy = user + nice + system + irq + softIrq + steal;
  return { total: busy + idle + ioWait, busy, ioWait };
}

/** From `os.cpus()`, which says nothing of waits. */
export function cpuTimesOf(cpus: readonly CpuInfo[]): CpuTimes {
  let [total, busy] = [0, 0];
  for (const { times } of cpus) {
    const busyHere = times.user + times.nice + times.sys + times.irq;
    busy += busyHere;
    total += busyHere + times.idle;
  }
  return { total, busy };
}

/** What lies between two looks; nothing where no time has passed. Linux's I/O wait may go back a little. */
export function sharesBetween(before: CpuTimes, after: CpuTimes): CpuShares {
  const total = after.total - before.total;
  const share = (from: number, to: number) => (total > 0 ? Math.min(1, Math.max(0, (to - from) / total)) : 0);
  return {
    cpuShare: share(before.busy, after.busy),
    ...(before.ioWait === undefined || after.ioWait === undefined
      ? {}
      : { ioWaitShare: share(before.ioWait, after.ioWait) }),
  };
}

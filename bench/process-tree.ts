import { readFileSync } from 'node:fs';

/** Memory of one process at one moment, in bytes. */
export interface Memory {
  readonly rssBytes: number;
  /** The part of it that is no file: a mapped database counts in the whole, and can be taken back by the system. */
  readonly anonymousBytes: number;
}

export interface TreeUse {
  /** Processor time of the process itself, and of all that it started, in milliseconds; 10 ms exact. */
  readonly ownCpuMs: number;
  readonly childrenCpuMs: number;
}

/** Linux has told in hundredths of a second for ever, whatever its kernel counts in. */
const TICK_MS = 10;
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/**
 * Watches a process and its descendants through /proc. A process that ends between two looks is counted as it was at the
 * last; so extractors are seen whole, as they are idle before they are ended. Knows nothing where there is no /proc.
 */
export class ProcessTree {
  readonly #pid: number;
  readonly #onMemory: ((memory: Memory) => void) | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #cpuMs = new Map<number, number>();

  constructor(pid: number, intervalMs: number, onMemory?: (memory: Memory) => void) {
    this.#pid = pid;
    this.#onMemory = onMemory;
    this.#timer = setInterval(() => {
      this.#look();
    }, intervalMs);
  }

  /** Undefined where there is no /proc, or it names no children. */
  stop(): TreeUse | undefined {
    clearInterval(this.#timer);
    if (this.#cpuMs.size === 0) return undefined;
    const ownCpuMs = this.#cpuMs.get(this.#pid) ?? 0;
    const allCpuMs = [...this.#cpuMs.values()].reduce((sum, cpuMs) => sum + cpuMs, 0);
    return { ownCpuMs, childrenCpuMs: allCpuMs - ownCpuMs };
  }

  #look(): void {
    const waiting = [this.#pid];
    for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
      const cpuMs = cpuOf(pid);
      if (cpuMs === undefined) continue;
      this.#cpuMs.set(pid, cpuMs);
      waiting.push(...childrenOf(pid));
    }
    const memory = this.#onMemory === undefined ? undefined : memoryOf(this.#pid);
    if (memory !== undefined) this.#onMemory?.(memory);
  }
}

function cpuOf(pid: number): number | undefined {
  const fields = read(`/proc/${pid.toString()}/stat`)?.split(') ').at(-1)?.split(' ');
  if (fields === undefined) return undefined;
  return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * TICK_MS;
}

function childrenOf(pid: number): number[] {
  const children = read(`/proc/${pid.toString()}/task/${pid.toString()}/children`);
  return (children ?? '').split(' ').filter(Boolean).map(Number);
}

function memoryOf(pid: number): Memory | undefined {
  const status = read(`/proc/${pid.toString()}/status`) ?? '';
  const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? '0') * 1_024;
  const rssBytes = bytes('VmRSS');
  // a process that has just ended is there still, without memory
  return rssBytes === 0 ? undefined : { rssBytes, anonymousBytes: bytes('RssAnon') };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

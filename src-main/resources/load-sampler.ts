import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { CpuTimes } from './cpu-times.ts';
import { sharesBetween } from './cpu-times.ts';
import type { Memory } from './memory.ts';

/** How busy the computer and this process are. */
export interface Load {
  readonly cores: number;
  /** Of all cores, 0 to 1, over the last seconds. */
  readonly cpuShare: number;
  /** Where the system tells it. */
  readonly ioWaitShare?: number;
  /** What programs can still get, control groups' limits included. */
  readonly memoryFreeBytes: number;
  readonly memoryTotalBytes: number;
  readonly process: ProcessLoad;
}

export interface ProcessLoad {
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  /** Of one core, over the last seconds. */
  readonly cpuShare: number;
  /** How late its event loop serves an event: the 99th percentile over the last ten to twenty seconds. */
  readonly eventLoopP99Ms: number;
}

export interface LoadSources {
  readonly cores: number;
  cpuTimes(): Promise<CpuTimes>;
  memory(): Promise<Memory>;
}

interface Look {
  readonly atMs: number;
  readonly times: CpuTimes;
  /** CPU time of this process. */
  readonly ownMs: number;
}

const SAMPLE_INTERVAL_MS = 1_000;
/** A share over one second alone jumps about; over many it comes too late for those who act on it. */
const LOOKS_KEPT = 4;
const LOOP_RESOLUTION_MS = 20;
const LOOP_WINDOW_SAMPLES = 10;

/** Looks at the load once a second, for all who want to know it. */
export class LoadSampler implements Disposable {
  readonly #sources: LoadSources;
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  #looks: readonly Look[];
  #memory: Memory;
  #samples = 0;
  #loopP99BeforeMs = 0;
  #latest: Load;

  /** Resolves once there is a first load; its shares are 0 until two looks a second apart are there. */
  static async start(sources: LoadSources): Promise<LoadSampler> {
    const [look, memory] = await Promise.all([lookAt(sources), sources.memory()]);
    return new LoadSampler(sources, look, memory);
  }

  private constructor(sources: LoadSources, look: Look, memory: Memory) {
    this.#sources = sources;
    this.#looks = [look];
    this.#memory = memory;
    this.#loop.enable();
    this.#latest = this.#load();
    this.#timer = setInterval(() => void this.sample(), SAMPLE_INTERVAL_MS).unref();
  }

  get latest(): Load {
    return this.#latest;
  }

  /** Looks now. */
  async sample(): Promise<void> {
    const [look, memory] = await Promise.all([lookAt(this.#sources), this.#sources.memory()]);
    this.#looks = [...this.#looks, look].slice(-LOOKS_KEPT);
    this.#memory = memory;
    this.#latest = this.#load();
    this.#samples += 1;
    if (this.#samples % LOOP_WINDOW_SAMPLES !== 0) return;
    this.#loopP99BeforeMs = this.#loopP99Ms();
    this.#loop.reset();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#loop.disable();
  }

  #load(): Load {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    const { rss, heapUsed } = process.memoryUsage();
    const passedMs = first === undefined || last === undefined ? 0 : last.atMs - first.atMs;
    return {
      cores: this.#sources.cores,
      ...(first === undefined || last === undefined ? { cpuShare: 0 } : sharesBetween(first.times, last.times)),
      memoryFreeBytes: this.#memory.freeBytes,
      memoryTotalBytes: this.#memory.totalBytes,
      process: {
        rssBytes: rss,
        heapUsedBytes: heapUsed,
        cpuShare: passedMs > 0 ? ((last?.ownMs ?? 0) - (first?.ownMs ?? 0)) / passedMs : 0,
        eventLoopP99Ms: Math.max(this.#loopP99BeforeMs, this.#loopP99Ms()),
      },
    };
  }

  /** The histogram has the time from one of its own timers to the next, which is not all delay. */
  #loopP99Ms(): number {
    return Math.max(0, this.#loop.percentile(99) / 1e6 - LOOP_RESOLUTION_MS);
  }
}

async function lookAt(sources: LoadSources): Promise<Look> {
  const times = await sources.cpuTimes();
  const { user, system } = process.cpuUsage();
  return { atMs: performance.now(), times, ownMs: (user + system) / 1_000 };
}

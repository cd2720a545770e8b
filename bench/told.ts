import { readFileSync } from 'node:fs';

/** How late an event loop served its events. */
export interface Delays {
  /** 99th percentile as Node's own histogram has it, over samples. */
  readonly sampledP99Ms: number;
  /** The same over time: of all moments at which an event may come. */
  readonly p99Ms: number;
  readonly longestMs: number;
}

/** What probes/tell-at-end.mjs writes of the process that it is preloaded into. */
export interface Told {
  readonly cpuMs: number;
  /** Only where it was asked for. */
  readonly delays?: Delays | undefined;
}

export function readTold(file: string): Told {
  return JSON.parse(readFileSync(file, 'utf8')) as Told;
}

import { readFileSync } from 'node:fs';

/** What probes/tell-at-end.mjs writes of the process that it is preloaded into. */
export interface Told {
  readonly cpuMs: number;
  /** 99th percentile of the delay of the event loop as Node's own histogram has it, over samples. */
  readonly sampledP99Ms: number;
  /** The same over time: of all moments at which an event may come. */
  readonly p99Ms: number;
  readonly longestMs: number;
}

export function readTold(file: string): Told {
  return JSON.parse(readFileSync(file, 'utf8')) as Told;
}

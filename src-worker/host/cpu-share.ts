import { cpus } from 'node:os';

interface Times {
  readonly idleMs: number;
  readonly allMs: number;
}

/** What all cores were busy with since it was last asked, 0 to 1. */
export class CpuShare {
  #before = times();
  #share = 0;

  read(): number {
    const now = times();
    const allMs = now.allMs - this.#before.allMs;
    if (allMs <= 0) return this.#share; // asked twice within one tick of the system's clock
    this.#share = Math.min(1, Math.max(0, 1 - (now.idleMs - this.#before.idleMs) / allMs));
    this.#before = now;
    return this.#share;
  }
}

function times(): Times {
  let idleMs = 0;
  let allMs = 0;
  for (const { times: each } of cpus()) {
    idleMs += each.idle;
    allMs += each.user + each.nice + each.sys + each.idle + each.irq;
  }
  return { idleMs, allMs };
}

import type { Random } from '../../fixtures/blocks/random.ts';
import type { Desk } from './desk.ts';
import type { Disk, Sites, WorkerSite } from './sites.ts';
import { isLinked } from './worker.ts';

/** How long something takes that takes so many seconds in life. */
export type Wait = (seconds: number) => Promise<void>;

export interface Fault {
  readonly name: string;
  /** Chooses what it happens to. */
  aim(sites: Sites, random: Random): AimedFault;
}

export interface AimedFault {
  readonly target: object;
  /** For people. */
  readonly words: string;
  /** It begins, takes its time, and is over: its target is in order again. */
  happen(wait: Wait): Promise<void>;
}

function ofWorker(name: string, happen: (site: WorkerSite, wait: Wait, random: Random) => Promise<void>): Fault {
  return {
    name,
    aim: ({ workers }, random) => {
      const site = random.pick(workers);
      return { target: site, words: `${site.name}: ${name}`, happen: (wait) => happen(site, wait, random) };
    },
  };
}

function ofDesk(name: string, happen: (desk: Desk, wait: Wait, random: Random) => Promise<void>): Fault {
  return {
    name,
    aim: ({ desk }, random) => ({ target: desk, words: `desk: ${name}`, happen: (wait) => happen(desk, wait, random) }),
  };
}

function ofDisk(name: string, happen: (disk: Disk, wait: Wait) => Promise<void>): Fault {
  return {
    name,
    aim: ({ disk }) => ({ target: disk, words: name, happen: (wait) => happen(disk, wait) }),
  };
}

/** Longer than what makes a link suspected, and than what makes it lost: see TIMES of the test. */
const SUSPICIOUS_S = 8;
const LOSING_S = 14;
/** Until somebody starts again what has crashed. */
const RESTART_S = 8;

export const FAULTS: readonly Fault[] = [
  ofWorker('slow line', async ({ line }, wait) => {
    await line.change({ delayMs: 100, jitterMs: 100, bytesPerS: 50_000 });
    await wait(30);
    await line.change({});
  }),
  ...[SUSPICIOUS_S, LOSING_S].map((seconds) =>
    ofWorker(`line stalling for ${seconds} s`, async ({ line }, wait) => {
      await line.change({ isStalled: true });
      await wait(seconds);
      await line.change({});
    }),
  ),
  ofWorker('resets', async ({ line }, wait, random) => {
    for (let times = 0; times < 4; times += 1) {
      await line.reset();
      await wait(random.next() * 6);
    }
  }),
  ofWorker('refused connections', async ({ line }, wait) => {
    await line.change({ isRefusing: true });
    await line.reset();
    await wait(LOSING_S);
    await line.change({});
  }),
  ...[3, 60].map((seconds) =>
    ofWorker(`worker cut off for ${seconds} s`, async ({ host }, wait) => {
      await host.cut();
      await wait(seconds);
      await host.heal();
    }),
  ),
  ofDesk('coordinator cut off', async ({ host }, wait) => {
    await host.cut();
    await wait(LOSING_S);
    await host.heal();
  }),
  ...(['all', 'alone'] as const).map((what) =>
    ofWorker(what === 'all' ? 'worker killed with its processes' : 'worker killed', async (site, wait, random) => {
      await site.kill(what);
      await wait(random.next() * RESTART_S);
      site.start();
      await isLinked(site.worker);
    }),
  ),
  ...[SUSPICIOUS_S, LOSING_S].map((seconds) =>
    ofWorker(`worker frozen for ${seconds} s`, async (site, wait) => {
      await site.freeze();
      await wait(seconds);
      await site.thaw();
    }),
  ),
  ofDesk('coordinator killed', async (desk, wait, random) => {
    await desk.end('SIGKILL');
    await wait(random.next() * RESTART_S);
    await desk.start();
  }),
  ofDisk('disk full', async (disk, wait) => {
    await disk.fill();
    await wait(20);
    await disk.free();
  }),
];

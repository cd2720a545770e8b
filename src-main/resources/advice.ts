import { bytes, counted } from '../../src-protocol/model/words.ts';
import { coresOfOthers } from './autoscale.ts';
import type { Load } from './load-sampler.ts';
import { memoryReserveBytes, RUNTIME_BYTES, SLOT_BYTES } from './memory-needs.ts';

export interface Advice {
  readonly code: 'disk' | 'memory' | 'processor' | 'other-programs' | 'cores-left' | 'more-slots';
  readonly message: string;
}

export interface AdviceInputs {
  readonly load: Load;
  readonly waitingFiles: number;
  readonly slots: number;
  readonly busySlots: number;
  readonly runtimes: number;
  /** Runtimes that there may be. */
  readonly runtimesMax: number;
  readonly leaveCores: number;
}

/** Time in which everything waits for the disk, of all cores' time. */
const IO_WAIT_SHARE = 0.2;
/** Slots that use less of a core than this are waiting for what they read. */
const BUSY_SLOT_SHARE = 0.5;
const NO_CORE_IS_IDLE_SHARE = 0.9;

/** What limits the speed, and whether more of anything would help; nothing while nothing waits. The most important first. */
export function adviceFor(inputs: AdviceInputs): Advice[] {
  const { load, waitingFiles, slots, busySlots, runtimes, runtimesMax, leaveCores } = inputs;
  if (waitingFiles === 0 || slots === 0) return [];
  const memory = runtimes < runtimesMax && isShortOfMemory(load) ? [memoryAdvice(load)] : [];
  if (busySlots < slots) return memory; // what waits is on its way to them
  const disk = diskAdvice(inputs);
  if (disk !== undefined) return [disk, ...memory];
  const others = coresOfOthers(load, busySlots);
  const ofOthers =
    others > leaveCores
      ? [advice('other-programs', `Other programs use ${counted(others, 'core')} of ${load.cores}.`)]
      : [];
  const ofCores = runtimes === runtimesMax && others <= leaveCores ? coreAdvice(inputs) : [];
  return [...memory, ...ofOthers, ...ofCores];
}

function isShortOfMemory({ memoryFreeBytes, memoryTotalBytes }: Load): boolean {
  return memoryFreeBytes < 2 * memoryReserveBytes(memoryTotalBytes) + RUNTIME_BYTES + SLOT_BYTES;
}

function memoryAdvice({ memoryFreeBytes }: Load): Advice {
  const [free, each] = [bytes(memoryFreeBytes), bytes(RUNTIME_BYTES + SLOT_BYTES)];
  return advice('memory', `Memory is the limit: ${free} free, and one more runtime takes at least ${each}.`);
}

function diskAdvice({ load, busySlots }: AdviceInputs): Advice | undefined {
  const idle = `${idleCores(load)} of ${counted(load.cores, 'core')} idle`;
  if ((load.ioWaitShare ?? 0) >= IO_WAIT_SHARE) {
    return advice('disk', `${idle}: the disk is the limit; more runtimes would not help.`);
  }
  const usedCores = load.cores * load.cpuShare - load.process.cpuShare;
  if (usedCores >= busySlots * BUSY_SLOT_SHARE) return undefined;
  return advice('disk', `${idle} while all slots wait for their files: the disk or the network is the limit.`);
}

function coreAdvice({ load, slots, leaveCores }: AdviceInputs): Advice[] {
  const { cores } = load;
  if (load.cpuShare >= NO_CORE_IS_IDLE_SHARE) {
    return [
      advice('processor', `${allCores(cores)} busy: the processor is the limit; another machine would help.`),
    ];
  }
  const more = Math.min(idleCores(load), cores - leaveCores - slots);
  if (more > 0) {
    return [advice('more-slots', `${idleCores(load)} of ${counted(cores, 'core')} idle: ${moreSlots(more)} would help.`)];
  }
  if (leaveCores === 0 || idleCores(load) === 0 || slots >= cores) return [];
  const left = leaveCores === 1 ? 'One core is' : `${leaveCores} cores are`;
  return [advice('cores-left', `${left} left to you; all ${cores} would work with “leave cores” at 0.`)];
}

function moreSlots(more: number): string {
  return more === 1 ? 'one more slot' : `up to ${more} more slots`;
}

function allCores(cores: number): string {
  return cores === 1 ? 'The only core is' : `All ${cores} cores are`;
}

function idleCores({ cores, cpuShare }: Load): number {
  return Math.round(cores * (1 - cpuShare));
}

function advice(code: Advice['code'], message: string): Advice {
  return { code, message };
}

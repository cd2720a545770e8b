import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { CpuTimes } from './cpu-times.ts';
import { cpuTimesOf, parseProcStat } from './cpu-times.ts';
import { groupCpuTimes } from './group-cpu.ts';
import type { LoadSources } from './load-sampler.ts';
import type { Memory } from './memory.ts';
import { groupMemories, memoryWithin, parseMemInfo } from './memory.ts';

const run = promisify(execFile);

/** What this system tells of itself. */
export function systemSources(platform: NodeJS.Platform = process.platform): LoadSources {
  const cores = availableParallelism();
  switch (platform) {
    case 'linux':
      return { cores, cpuTimes: linuxCpuTimes(cores, cpus().length), memory: linuxMemory };
    case 'darwin':
      return { cores, cpuTimes: anyCpuTimes, memory: macMemory };
    default:
      return { cores, cpuTimes: anyCpuTimes, memory: anyMemory };
  }
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function anyCpuTimes(): Promise<CpuTimes> {
  return Promise.resolve(cpuTimesOf(cpus()));
}

/** On Windows this is what can be had without paging, as it is wanted. */
function anyMemory(): Promise<Memory> {
  return Promise.resolve({ freeBytes: freemem(), totalBytes: totalmem() });
}

/** Read as text, not by `os.cpus()`: that tells no I/O wait, and opens several files for each core. */
function linuxCpuTimes(cores: number, coresOfMachine: number): () => Promise<CpuTimes> {
  const ofMachine = async () => parseProcStat((await read('/proc/stat')) ?? '') ?? cpuTimesOf(cpus());
  if (cores >= coresOfMachine) return ofMachine;
  return async () => {
    const groups = (await read('/proc/self/cgroup')) ?? '';
    return (await groupCpuTimes(groups, read, cores, performance.now())) ?? ofMachine();
  };
}

async function linuxMemory(): Promise<Memory> {
  const machine = parseMemInfo((await read('/proc/meminfo')) ?? '') ?? (await anyMemory());
  return memoryWithin(machine, await groupMemories((await read('/proc/self/cgroup')) ?? '', read));
}

/**
 * A Mac keeps next to nothing free by `os.freemem()`: what it could give up at once is not in it. The kernel's own measure,
 * which `memory_pressure` prints, has it in percent.
 */
async function macMemory(): Promise<Memory> {
  try {
    const { stdout } = await run('/usr/sbin/sysctl', ['-n', 'kern.memorystatus_level'], { timeout: 2_000 });
    const percent = Number(stdout);
    if (percent > 0 && percent <= 100) return { freeBytes: (totalmem() * percent) / 100, totalBytes: totalmem() };
  } catch {
    // an older system: what is free is then told as less than it is
  }
  return anyMemory();
}

import { describe, expect, test } from 'vitest';
import { adviceFor, type AdviceInputs } from '../../src-main/resources/advice.ts';
import type { Load } from '../../src-main/resources/load-sampler.ts';

const LOAD: Load = {
  cores: 8,
  cpuShare: 0.97,
  ioWaitShare: 0.01,
  memoryFreeBytes: 1e10,
  memoryTotalBytes: 1.6e10,
  process: { rssBytes: 1e8, heapUsedBytes: 5e7, cpuShare: 0.1, eventLoopP99Ms: 1 },
};
const BUSY: AdviceInputs = {
  load: LOAD,
  waitingFiles: 10_000,
  slots: 8,
  busySlots: 8,
  runtimes: 4,
  runtimesMax: 4,
  leaveCores: 0,
};

const said = (inputs: Partial<AdviceInputs>, load: Partial<Load> = {}) =>
  adviceFor({ ...BUSY, ...inputs, load: { ...LOAD, ...load } }).map(({ code, message }) => `${code}: ${message}`);

describe('advice', () => {
  test('is not given while nothing waits, or what waits is on its way', () => {
    expect(said({ waitingFiles: 0 }, { cpuShare: 0.1 })).toEqual([]);
    expect(said({ busySlots: 5 }, { cpuShare: 0.1 })).toEqual([]);
    expect(said({ slots: 0, busySlots: 0, runtimes: 0 })).toEqual([]);
  });

  test('names the processor where all cores are busy', () => {
    expect(said({})).toEqual([
      'processor: All 8 cores are busy: the processor is the limit; another machine would help.',
    ]);
    expect(said({ slots: 1, busySlots: 1 }, { cores: 1 })).toEqual([
      'processor: The only core is busy: the processor is the limit; another machine would help.',
    ]);
  });

  test('names the disk where cores wait for it', () => {
    expect(said({}, { cpuShare: 0.5, ioWaitShare: 0.4 })).toEqual([
      'disk: 4 of 8 cores idle: the disk is the limit; more runtimes would not help.',
    ]);
  });

  test('names the disk or the network where slots are busy and cores are not, whatever the system tells', () => {
    const { ioWaitShare: _, ...load } = { ...LOAD, cpuShare: 0.2 };
    expect(adviceFor({ ...BUSY, load })).toEqual([
      {
        code: 'disk',
        message: '6 of 8 cores idle while all slots wait for their files: the disk or the network is the limit.',
      },
    ]);
  });

  test('names the memory where it keeps runtimes from coming', () => {
    const short = { memoryFreeBytes: 9e8, cpuShare: 0.5 };
    const words = 'memory: Memory is the limit: 900 MB free, and one more runtime takes at least 160 MB.';
    expect(said({ slots: 4, busySlots: 4, runtimes: 2 }, short)).toEqual([words]);
    expect(said({ slots: 4, busySlots: 0, runtimes: 2 }, short)).toEqual([words]);
    expect(said({}, short).filter((each) => each.startsWith('memory'))).toEqual([]); // all are there
  });

  test('names what is left to the person', () => {
    expect(said({ slots: 7, busySlots: 7, leaveCores: 1 }, { cpuShare: 0.88 })).toEqual([
      'cores-left: One core is left to you; all 8 would work with “leave cores” at 0.',
    ]);
    expect(said({ slots: 6, busySlots: 6, leaveCores: 2 }, { cpuShare: 0.76 })).toEqual([
      'cores-left: 2 cores are left to you; all 8 would work with “leave cores” at 0.',
    ]);
  });

  test('names slots that would help', () => {
    expect(said({ slots: 4, busySlots: 4, leaveCores: 1 }, { cpuShare: 0.5 })).toEqual([
      'more-slots: 4 of 8 cores idle: up to 3 more slots would help.',
    ]);
    expect(said({ slots: 6, busySlots: 6, leaveCores: 1 }, { cpuShare: 0.8 })).toEqual([
      'more-slots: 2 of 8 cores idle: one more slot would help.',
    ]);
  });

  test('names other programs', () => {
    expect(said({ slots: 4, busySlots: 4, leaveCores: 1 }, { cpuShare: 0.95 })).toEqual([
      'other-programs: Other programs use 3 cores of 8.',
    ]);
  });
});

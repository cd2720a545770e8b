import { cpus } from 'node:os';
import { describe, expect, test } from 'vitest';
import { cpuTimesOf, parseProcStat, sharesBetween } from '../../src-main/resources/cpu-times.ts';

describe('processor times', () => {
  test('of Linux are those of all cores, with the waits for disks', () => {
    const text = 'cpu  100 20 30 1000 50 6 7 8 90 10\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 1\n';
    expect(parseProcStat(text)).toEqual({ busy: 171, total: 1_221, ioWait: 50 });
  });

  test.each(['', 'cpu', 'cpu  1 2', 'cpu0 1 2 3 4 5 6 7', 'cpus 1 2 3 4 5'])('are not read from %j', (text) => {
    expect(parseProcStat(text)).toBeUndefined();
  });

  test('of other systems say nothing of waits', () => {
    const cpu = { model: '', speed: 1, times: { user: 10, nice: 1, sys: 5, idle: 80, irq: 4 } };
    expect(cpuTimesOf([cpu, cpu])).toEqual({ busy: 40, total: 200 });
    expect(cpuTimesOf(cpus()).total).toBeGreaterThan(0);
  });

  test('give the shares between two looks', () => {
    const before = { total: 1_000, busy: 500, ioWait: 10 };
    expect(sharesBetween(before, { total: 1_200, busy: 550, ioWait: 70 })).toEqual({
      cpuShare: 0.25,
      ioWaitShare: 0.3,
    });
    expect(sharesBetween({ total: 10, busy: 5 }, { total: 20, busy: 15 })).toEqual({ cpuShare: 1 });
  });

  test('that stand still, or go back a little as Linux’s waits do, give no share', () => {
    const before = { total: 1_000, busy: 500, ioWait: 10 };
    expect(sharesBetween(before, before)).toEqual({ cpuShare: 0, ioWaitShare: 0 });
    expect(sharesBetween(before, { total: 1_100, busy: 600, ioWait: 9 })).toEqual({ cpuShare: 1, ioWaitShare: 0 });
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LoadSampler } from '../../src-main/resources/load-sampler.ts';
import { systemSources } from '../../src-main/resources/system-sources.ts';

test('the load has shares over the last seconds, and memory as of now', async () => {
  let [busy, freeBytes] = [0, 1e9];
  using sampler = await LoadSampler.start({
    cores: 4,
    cpuTimes: () => Promise.resolve({ total: busy * 2, busy, ioWait: busy / 2 }),
    memory: () => Promise.resolve({ freeBytes, totalBytes: 4e9 }),
  });
  expect(sampler.latest).toMatchObject({ cores: 4, cpuShare: 0, memoryFreeBytes: 1e9, memoryTotalBytes: 4e9 });
  [busy, freeBytes] = [100, 2e9];
  await sampler.sample();
  expect(sampler.latest).toMatchObject({ cpuShare: 0.5, ioWaitShare: 0.25, memoryFreeBytes: 2e9 });
  for (let times = 0; times < 5; times++) await sampler.sample();
  expect(sampler.latest.cpuShare).toBe(0); // nothing was done over the last of them
});

test('the load of this system is possible', async () => {
  using sampler = await LoadSampler.start(systemSources());
  await sampler.sample();
  const { cores, cpuShare, ioWaitShare = 0, memoryFreeBytes, memoryTotalBytes, process } = sampler.latest;
  expect(cores).toBeGreaterThan(0);
  for (const share of [cpuShare, ioWaitShare]) expect(share >= 0 && share <= 1).toBe(true);
  expect(memoryFreeBytes).toBeGreaterThan(0);
  expect(memoryTotalBytes).toBeGreaterThanOrEqual(memoryFreeBytes);
  expect(process.rssBytes).toBeGreaterThan(1e7);
});

test('the systems without /proc tell theirs as well', async () => {
  for (const platform of ['win32', 'darwin'] as const) {
    const sources = systemSources(platform);
    expect((await sources.cpuTimes()).total).toBeGreaterThan(0);
    expect((await sources.memory()).freeBytes).toBeGreaterThan(0);
  }
});

test('a process that does not come to serve its events says so', async () => {
  const nothing = { total: 0, busy: 0 };
  using sampler = await LoadSampler.start({
    cores: 1,
    cpuTimes: () => Promise.resolve(nothing),
    memory: () => Promise.resolve({ freeBytes: 1, totalBytes: 1 }),
  });
  await delay(50); // the histogram’s timer runs
  const until = performance.now() + 300;
  while (performance.now() < until);
  await delay(50);
  await sampler.sample();
  expect(sampler.latest.process.eventLoopP99Ms).toBeGreaterThan(200);
});

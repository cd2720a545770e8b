import { expect, test } from 'vitest';
import { type Gauges, Metrics } from '../../src-main/api/metrics/metrics.ts';

const GAUGES: Gauges = {
  queuedFiles: { normal: 3, high: 4 },
  runningJobs: 1,
  workers: { busy: 1 },
  busySlots: 2,
  slots: 4,
  workerMemoryBytes: { 'local-1': 5 },
  cacheEntries: 6,
  cacheBytes: 7,
  rssBytes: 8,
  eventLoopP99Ms: 9,
  subscribers: 10,
};

test('a scrape reads all gauges off once, as they are at that moment', async () => {
  let looks = 0;
  const metrics = new Metrics(() => ({ ...GAUGES, queuedFiles: looks++ === 0 ? GAUGES.queuedFiles : { normal: 1 } }));
  expect(looks).toBe(0);
  const first = await metrics.text();
  expect(looks).toBe(1);
  expect(first).toContain('metaextract_queue_files{priority="high"} 4');
  expect(first).toContain('metaextract_event_loop_delay_seconds 0.009');
  const second = await metrics.text();
  expect(second).toContain('metaextract_queue_files{priority="normal"} 1');
  expect(second).not.toContain('priority="high"');
});

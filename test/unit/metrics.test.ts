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
  machines: [],
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

test('each of the other computers is told by its name, without what is not known of it', async () => {
  const attic = { slots: 4, busySlots: 3, filesDone: 120, failures: 1, sentBytes: 5e6 };
  const metrics = new Metrics(() => ({
    ...GAUGES,
    machines: [
      { name: 'attic', isUp: true, delayMs: 2.5, ...attic },
      { name: 'cellar', isUp: false, delayMs: undefined, ...attic, slots: 0 },
    ],
  }));
  const text = await metrics.text();
  expect(text).toContain('metaextract_machine_up{machine="attic"} 1');
  expect(text).toContain('metaextract_machine_up{machine="cellar"} 0');
  expect(text).toContain('metaextract_machine_busy_slots{machine="attic"} 3');
  expect(text).toContain('metaextract_machine_sent_bytes{machine="attic"} 5000000');
  expect(text).toContain('metaextract_machine_delay_seconds{machine="attic"} 0.0025');
  expect(text).not.toContain('metaextract_machine_delay_seconds{machine="cellar"}');
});

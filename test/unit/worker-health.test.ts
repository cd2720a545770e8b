import { expect, onTestFinished, test } from 'vitest';
import { serveWorkerHealth } from '../../src-main/cli/worker-health.ts';

const FIGURES = { slots: 4, busySlots: 2, filesDone: 30, storedBytes: 1_000, links: 1 };

test('those who watch over a worker see that it lives, whether it can work, and its figures', async () => {
  let reason: string | undefined = 'It is connected to no computer.';
  const health = await serveWorkerHealth({
    host: '127.0.0.1',
    port: 0,
    figures: () => FIGURES,
    notReady: () => reason,
  });
  onTestFinished(() => health[Symbol.asyncDispose]());
  const ask = (path: string, method = 'GET') => fetch(new URL(path, health.url), { method });
  expect((await ask('healthz')).status).toBe(200);
  const waiting = await ask('readyz');
  expect([waiting.status, await waiting.text()]).toEqual([503, 'It is connected to no computer.\n']);
  reason = undefined;
  expect((await ask('readyz')).status).toBe(200);
  const figures = await (await ask('metrics')).text();
  expect(figures).toContain('metaextract_slots 4');
  expect(figures).toContain('metaextract_busy_slots 2');
  expect(figures).toContain('metaextract_worker_files 30');
  expect(figures).toContain('metaextract_links 1');
  expect((await ask('api/v1/jobs')).status).toBe(404);
  expect((await ask('healthz', 'POST')).status).toBe(404);
});

test('a port that is taken is told', async () => {
  const ports = { host: '127.0.0.1', figures: () => FIGURES, notReady: () => undefined };
  const health = await serveWorkerHealth({ ...ports, port: 0 });
  onTestFinished(() => health[Symbol.asyncDispose]());
  const port = Number(new URL(health.url).port);
  await expect(serveWorkerHealth({ ...ports, port })).rejects.toThrow('EADDRINUSE');
});

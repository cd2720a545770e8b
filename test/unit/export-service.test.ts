import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ExportService } from '../../src-main/api/exports/export-service.ts';
import { downloadRoute } from '../../src-main/api/routes/download-route.ts';
import { ExportRequest } from '../../src-protocol/contract/exports.ts';
import { serve } from './fakes/api-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const REQUEST = ExportRequest.parse({ id: 1, format: 'csv' });

/** Exports that are written without end, or at once as the given bytes. */
function exportsOf(written?: number): ExportService {
  const folder = temporaryFolder();
  const threadFile = join(folder, 'thread.mjs');
  writeFileSync(
    threadFile,
    written === undefined
      ? `import { parentPort } from 'node:worker_threads';
         parentPort.once('message', () => process.exit());`
      : `import { parentPort, workerData } from 'node:worker_threads';
         import { writeFileSync } from 'node:fs';
         writeFileSync(workerData.file, Buffer.alloc(${written.toString()}));
         parentPort.postMessage({ kind: 'complete', records: 1, bytes: ${written.toString()} });`,
  );
  const exports = new ExportService({
    dataFolder: folder,
    threadFile,
    itemsOf: () => Promise.resolve(new Float64Array()),
    resultsOf: () => new Promise((resolve) => setTimeout(resolve, 20, 7)),
    nowMs: Date.now,
  });
  onTestFinished(() => exports[Symbol.asyncDispose]());
  return exports;
}

test('of many exports that are asked for at once only two are written', async () => {
  const exports = exportsOf();
  const asked = await Promise.allSettled(Array.from({ length: 10 }, () => exports.start(REQUEST)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(asked.at(-1)).toMatchObject({ reason: { code: 'CONFLICT' } });
  expect(exports.list()).toHaveLength(2);
});

test('a download that is broken off is no fault of the program', async () => {
  const exports = exportsOf(50_000_000);
  const server = await serve({ raw: [downloadRoute(exports)] });
  const { exportId } = await exports.start(REQUEST);
  await expect.poll(() => exports.get(exportId).state).toBe('complete');
  const path = `/api/v1/exports/${exportId}/file`;
  await new Promise<void>((resolve) => {
    const asked = request({ host: '127.0.0.1', port: server.port, path }, (response) => {
      response.once('data', () => asked.destroy()).once('close', resolve);
    });
    asked.on('error', () => undefined).end();
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

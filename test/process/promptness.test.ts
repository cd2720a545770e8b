import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeCollection } from '../fixtures/collection.ts';
import { runCli, startCli, temporaryFolders } from './support/run-cli.ts';
import { startServer } from './support/server.ts';
import { stderrMatches } from './support/stderr-words.ts';
import { testExtractors } from './support/test-extractors.ts';

const temporaryFolder = temporaryFolders();

test('a server is ready in less than two seconds on a fresh data folder', async () => {
  const server = await startServer(join(await temporaryFolder('prompt'), 'data'));
  onTestFinished(async () => {
    await server.end();
  });
  process.stdout.write(`serve: ready after ${server.readyAfterMs.toFixed(0)} ms\n`);
  expect(server.readyAfterMs).toBeLessThan(2_000);
});

test('a job of another process is cancelled within a second', async () => {
  const folder = await temporaryFolder('prompt');
  const files = join(folder, 'files');
  const own = ['--data-dir', join(folder, 'data')];
  await writeCollection({ folder: files, count: 40, seed: 5, paddingScale: 0 });
  const slow = { env: { ...testExtractors(['slow']), TEST_SLOW_MS: '300' } };
  const running = startCli(['extract', files, '--workers', '2', '--progress', 'json', ...own], slow);
  await stderrMatches(running, /"done":[1-9]/);
  const startedAt = performance.now();
  await runCli(['jobs', ...own]);
  const startMs = performance.now() - startedAt; // what any command takes before it does anything
  const askedAt = performance.now();
  const [cancelled, { code }] = await Promise.all([runCli(['cancel', '1', ...own]), running.ended]);
  expect(performance.now() - askedAt - startMs).toBeLessThan(1_000);
  expect([cancelled.code, code]).toEqual([0, 130]);
});

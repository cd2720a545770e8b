import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { Event } from '../../src-protocol/contract/events.ts';
import type { Job } from '../../src-protocol/contract/jobs.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { FIXTURE_FORMATS, QUICK_FORMATS } from '../fixtures/formats.ts';
import { parseMetrics } from './support/prometheus-text.ts';
import { runCli, temporaryFolders } from './support/run-cli.ts';
import { jobIn, startServer, type RunningServer } from './support/server.ts';
import { testExtractors } from './support/test-extractors.ts';

const temporaryFolder = temporaryFolders();
/** Runtimes that take their time, so that a job has a middle, until they are told to hurry. */
const slowly = (world: string, perFileMs = 30) => ({
  env: { ...testExtractors(['slow']), TEST_SLOW_MS: perFileMs.toString(), TEST_HURRY: join(world, 'hurry') },
});
const hurry = (world: string) => writeFile(join(world, 'hurry'), '');
const servers: RunningServer[] = [];

async function serve(...args: Parameters<typeof startServer>): Promise<RunningServer> {
  const server = await startServer(...args);
  servers.push(server);
  return server;
}

afterAll(async () => {
  for (const server of servers) await server.end('SIGKILL');
});

async function collection(
  purpose: string,
  count: number,
  formats = QUICK_FORMATS,
): Promise<{ world: string; files: string }> {
  const world = await temporaryFolder(purpose);
  const files = join(world, 'files');
  await writeCollection({ folder: files, count, seed: 1, formats, paddingScale: 0 });
  return { world, files };
}

/** Everything that a subscriber hears, from now on and after interruptions. */
function listen(server: RunningServer) {
  const stopped = new AbortController();
  const heard: Event[] = [];
  const listening = (async () => {
    try {
      const events = await server.client.events.subscribe(
        { kinds: ['job', 'progress', 'job-deleted'] },
        { signal: stopped.signal },
      );
      for await (const event of events) heard.push(event);
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
    }
  })();
  return {
    heard,
    async end() {
      stopped.abort();
      await listening;
    },
  };
}

// beside each other: most of their time is waiting
describe('a server', { concurrent: true }, () => {
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  if (!canMount) process.stdout.write('a full disk: skipped, only root can mount a small file system\n');

  test.skipIf(!canMount)(
    'whose disk is nearly full waits, says why, and goes on when there is space again',
    async ({ expect }) => {
      const { world, files } = await collection('full', 300);
      const disk = join(world, 'small-disk');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]);
      try {
        const server = await serve(join(disk, 'data'), [], slowly(world, 100));
        const { id } = await server.client.jobs.create({ sources: [files] });
        while ((await server.client.jobs.get({ id })).counts.done < 20) await delay(10);
        const filler = join(disk, 'filler');
        await writeFile(filler, Buffer.alloc(57_000_000));
        const readiness = async () => (await fetch(new URL('/readyz', server.url))).status;
        await expect.poll(readiness, { timeout: 8_000 }).toBe(503);
        await hurry(world); // what is being read need not take its time
        let job = await server.client.jobs.get({ id });
        while (job.waitingFor === undefined || !job.waitingFor.includes('free')) {
          expect(job.state, job.message).toBe('running');
          await delay(50);
          job = await server.client.jobs.get({ id });
        }
        expect(job.waitingFor).toContain(disk);
        await expect
          .poll(async () => (await server.client.system.alerts()).alerts.map(({ code }) => code), { timeout: 8_000 })
          .toContain('disk-nearly-full');
        const isReading = async () =>
          (await server.client.workers.list()).workers.some(({ slots }) => slots.some(({ lease }) => lease));
        await expect.poll(isReading, { timeout: 8_000 }).toBe(false);
        await delay(200); // what was read is recorded
        const waiting = (await server.client.jobs.get({ id })).counts.done;
        await delay(300);
        expect(await isReading()).toBe(false);
        expect((await server.client.jobs.get({ id })).counts.done).toBe(waiting);
        expect(waiting).toBeLessThan(300);

        await rm(filler);
        expect((await jobIn(server.client, id, ['completed', 'failed'])).counts.done).toBe(300);
        await server.end();
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    },
    90_000,
  );

  test('that is killed in the middle of three jobs goes on with all of them by itself, and loses nothing', async ({
    expect,
  }) => {
    const { world, files } = await collection('killed', 200);
    const dataFolder = join(world, 'data');
    const slow = slowly(world);
    const first = await serve(dataFolder, [], slow);
    const listener = listen(first);
    const ids: number[] = [];
    for (const name of ['one', 'two', 'three']) {
      const sources = [join(files)];
      const { id } = await first.client.jobs.create({ name, sources, cache: 'off' });
      ids.push(id);
    }
    const [id = 0] = ids;
    while ((await first.client.jobs.get({ id })).counts.done < 20) await delay(20);
    const before = await Promise.all(ids.map((each) => first.client.jobs.get({ id: each })));
    expect(before.every(({ state }) => state === 'running')).toBe(true);
    await first.end('SIGKILL');
    const heardBefore = listener.heard.length;
    expect(heardBefore).toBeGreaterThan(3);

    // the same subscriber finds the server again by itself, and is told that it has missed something
    const second = await serve(dataFolder, ['--port', new URL(first.url).port], slow);
    await hurry(world);
    const ended = await Promise.all(ids.map((each) => jobIn(second.client, each, ['completed'])));
    const toldOf = ({ id: jobId }: Job) =>
      listener.heard.filter((event) => event.kind === 'job' && event.job.id === jobId).at(-1);
    await expect.poll(() => ended.map(toldOf)).toEqual(ended.map((job) => ({ kind: 'job', job })));
    await listener.end();
    expect(listener.heard.slice(heardBefore).map(({ kind }) => kind)).toContain('reset');
    for (const [at, job] of ended.entries()) {
      expect(job.counts).toMatchObject({ found: 200, done: 200 });
      expect(job.counts.done).toBeGreaterThanOrEqual(before[at]?.counts.done ?? 0);
      expect(toldOf(job)).toEqual({ kind: 'job', job });
    }
    const paths = new Set<string>();
    for (let after: number | undefined = 0; after !== undefined;) {
      const part: { records: Record<string, unknown>[]; next?: number | undefined } = await second.client.results.list({
        id,
        after,
        limit: 200,
      });
      for (const record of part.records) paths.add(String(record['path']));
      after = part.next;
    }
    expect(paths.size).toBe(200);
  }, 120_000);

  test('that is told to end finishes what is being read, ends with 0, and goes on where it was', async () => {
    const { world, files } = await collection('ended', 400);
    const dataFolder = join(world, 'data');
    const slow = slowly(world);
    const first = await serve(dataFolder, [], slow);
    const { id } = await first.client.jobs.create({ sources: [files] });
    while ((await first.client.jobs.get({ id })).counts.done < 50) await delay(10);
    const asked = (await first.client.jobs.get({ id })).counts.done;
    expect(asked).toBeGreaterThan(0);
    const startedAt = performance.now();
    expect(await first.end('SIGTERM')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(12_000);
    const status = await runCli(['job-status', id.toString(), '--json', '--data-dir', dataFolder]);
    const stopped = (JSON.parse(status.stdout) as Job).counts.done;
    expect(stopped).toBeGreaterThanOrEqual(asked);

    const second = await serve(dataFolder, [], slow);
    const again = await second.client.jobs.get({ id });
    expect(again.state).toBe('running');
    await hurry(world);
    expect((await jobIn(second.client, id, ['completed'])).counts.done).toBe(400);
    // nothing was read twice: what had its result when the server ended was not handed out again
    const metrics = parseMetrics(await (await fetch(new URL('/metrics', second.url))).text());
    expect(metrics.sum('metaextract_items_total')).toBe(400 - stopped);
    const { lines } = await second.client.system.logs({ limit: 1_000 });
    expect(lines.filter(({ event }) => event === 'job.not-resumed')).toEqual([]);
  }, 90_000);

  test('has metrics that equal the counts of its jobs, before, during and after', async () => {
    const { world, files } = await collection('metrics', 200);
    await writeFile(join(files, 'broken.jpg'), 'not a picture');
    await writeFile(join(files, 'empty.jpg'), '');
    const server = await serve(join(world, 'data'), [], slowly(world));
    const scrape = async () => parseMetrics(await (await fetch(new URL('/metrics', server.url))).text());

    const before = await scrape();
    expect(before.value('metaextract_found_files_total')).toBe(0);
    const { id } = await server.client.jobs.create({ sources: [files] });
    while ((await server.client.jobs.get({ id })).counts.done < 50) await delay(10);
    const during = await scrape();
    const counted = await server.client.jobs.get({ id });
    expect(during.sum('metaextract_items_total')).toBeGreaterThanOrEqual(50);
    expect(during.sum('metaextract_items_total')).toBeLessThanOrEqual(counted.counts.done);
    expect(during.value('metaextract_running_jobs')).toBe(1);

    await hurry(world);
    const cold = await jobIn(server.client, id, ['completed']);
    const again = await server.client.jobs.create({ sources: [files] });
    const warm = await jobIn(server.client, again.id, ['completed']);
    const after = await scrape();
    const both = (field: keyof Job['counts']) => cold.counts[field] + warm.counts[field];
    expect(after.value('metaextract_found_files_total')).toBe(both('found'));
    expect(after.value('metaextract_item_bytes_total')).toBe(both('doneBytes'));
    for (const [outcome, field] of [
      ['extracted', 'extracted'],
      ['no-metadata', 'noMetadata'],
      ['failed', 'failed'],
      ['skipped', 'skipped'],
    ] as const)
      expect(after.value('metaextract_items_total', { outcome })).toBe(both(field));
    expect(after.value('metaextract_cache_lookups_total', { result: 'hit' })).toBe(both('fromCache'));
    expect(after.sum('metaextract_extraction_seconds_count', { extractor: 'exiftool' })).toBeGreaterThanOrEqual(190);
    expect(after.value('metaextract_running_jobs')).toBe(0);
    expect(after.sum('metaextract_queue_files')).toBe(0);
  }, 90_000);

  test('can be asked by everybody on this computer for whom it keeps the data folder, by the same commands', async () => {
    const { world, files } = await collection('commands', 30);
    const data = ['--data-dir', join(world, 'data')];
    const server = await serve(join(world, 'data'));
    const submitted = await runCli(['submit', files, '--name', 'by hand', '--json', ...data]);
    const job = JSON.parse(submitted.stdout) as Job;
    expect(job).toMatchObject({ id: 1, request: { name: 'by hand', sources: [files] } });

    const watched = await runCli(['job-status', '1', '--watch', ...data]);
    expect(watched.code).toBe(0);
    expect(watched.stdout).toContain('Job 1 “by hand” is completed');
    const status = await runCli(['status', '--server', server.url]);
    expect(status.stdout).toMatch(/1 {2}completed {2}normal +30 {2}100 %/);
    const results = await runCli(['results', '1', '--limit', '3', '--columns', 'relativePath,format', ...data]);
    expect(results.stdout).toContain('3 of 30');

    const late = await runCli(['pause', '1', ...data]);
    expect(late).toMatchObject({ code: 1, stdout: '' });
    expect(late.stderr).toContain('Job 1 is completed: it cannot be paused.');
    const unknown = await runCli(['job-status', '9', ...data]);
    expect(unknown.stderr).toContain('There is no job 9.');
    expect((await runCli(['logs', '--limit', '5', ...data])).stdout).toContain('job.ended');
    expect(await server.end()).toBe(0);

    // without a server the same commands work on the data folder itself
    const alone = await runCli(['job-status', '1', '--json', ...data]);
    expect(JSON.parse(alone.stdout)).toMatchObject({ id: 1, state: 'completed', counts: { done: 30 } });
    for (const waiting of [
      ['job-status', '1', '--watch'],
      ['logs', '--follow'],
    ]) {
      const nobody = await runCli([...waiting, ...data], { timeoutMs: 20_000 });
      expect(nobody).toMatchObject({ code: 1, stdout: '' });
      expect(nobody.stderr).toContain(`No server works on ${join(world, 'data')}. Start one with: metaextract serve`);
    }
    const kept = await runCli(['submit', files, '--json', ...data]);
    expect(JSON.parse(kept.stdout)).toMatchObject({ id: 2, state: 'queued' });
    const later = await serve(join(world, 'data'));
    expect((await jobIn(later.client, 2, ['completed'])).counts).toMatchObject({ done: 30, fromCache: 30 });
  }, 120_000);

  test('makes a job of a file that describes it, and a file of a job', async () => {
    const { world, files } = await collection('job-file', 12);
    const data = ['--data-dir', join(world, 'data')];
    const file = join(world, 'job.yaml');
    const saved = await runCli(['submit', files, '--exclude', '*.txt', '--priority', 'high', '--save', file, ...data]);
    expect(saved.code, saved.stderr).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('priority: high');
    const server = await serve(join(world, 'data'));
    const submitted = JSON.parse((await runCli(['submit', file, '--json', ...data])).stdout) as Job;
    await jobIn(server.client, submitted.id, ['completed']);
    const request = await server.client.jobs.request({ id: submitted.id });
    expect(request).toMatchObject({ sources: [files], exclude: ['*.txt'], priority: 'high' });
    const again = await server.client.jobs.create(request);
    expect(again.request).toEqual(request);

    await writeFile(file, 'sources: []\nprioirty: high\n');
    const wrong = await runCli(['submit', file, ...data]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain(file);
    expect(wrong.stderr).toContain('prioirty');
    expect(wrong.stderr).toContain('sources');
  }, 60_000);

  test('writes exports that can be fetched, of all results, of a filter or of some', async () => {
    const { world, files } = await collection('exports', 40, FIXTURE_FORMATS);
    const server = await serve(join(world, 'data'));
    const { id } = await server.client.jobs.create({ sources: [files] });
    await jobIn(server.client, id, ['completed']);
    const fetched = async (request: Parameters<typeof server.client.exports.start>[0]) => {
      const { exportId } = await server.client.exports.start(request);
      let view = await server.client.exports.get({ exportId });
      while (view.state === 'running') {
        await delay(20);
        view = await server.client.exports.get({ exportId });
      }
      expect(view).toMatchObject({ state: 'complete', jobId: id });
      const answer = await fetch(new URL(view.downloadPath, server.url));
      expect(answer.headers.get('content-disposition')).toContain(`job-${id.toString()}.${request.format}`);
      const lines = (await answer.text()).trim().split('\n');
      await server.client.exports.remove({ exportId });
      expect((await fetch(new URL(view.downloadPath, server.url))).status).toBe(404);
      return { lines, view };
    };
    const all = await fetched({ id, format: 'jsonl' });
    expect(all.lines).toHaveLength(40);
    const page = await server.client.results.page({
      id,
      columns: ['relativePath'],
      filter: { conditions: [{ column: 'mediaKind', test: 'equals', values: ['image'] }] },
      limit: 1_000,
    });
    const images = await fetched({
      id,
      format: 'csv',
      columns: ['relativePath', 'mediaKind'],
      filter: { conditions: [{ column: 'mediaKind', test: 'equals', values: ['image'] }] },
    });
    expect(images.view.records).toBe(page.total);
    expect(images.lines.slice(1).every((line) => line.endsWith(',image'))).toBe(true);
    const items = page.rows.slice(0, 3).map(({ itemId }) => itemId);
    const some = await fetched({ id, format: 'jsonl', items });
    expect(some.lines.map((line) => (JSON.parse(line) as { relativePath: string }).relativePath)).toEqual(
      page.rows.slice(0, 3).map(({ cells }) => cells[0]),
    );
  }, 60_000);

  test('makes backups while it works, and one of them brings everything back', async () => {
    const { world, files } = await collection('backup', 20);
    const dataFolder = join(world, 'data');
    const server = await serve(dataFolder);
    const { id } = await server.client.jobs.create({ sources: [files] });
    await jobIn(server.client, id, ['completed']);
    const backup = await server.client.system.backUp();
    expect((await server.client.system.backups()).backups).toContainEqual(backup);
    await server.client.jobs.delete({ id });
    await expect(server.client.jobs.get({ id })).rejects.toThrow('There is no job 1.');
    const inUse = await runCli(['restore', backup.name, '--data-dir', dataFolder]);
    expect(inUse.code).toBe(1);
    expect(inUse.stderr).toContain('is in use by process');
    await server.end();

    const restored = await runCli(['restore', backup.name, '--data-dir', dataFolder]);
    expect(restored.code, restored.stderr).toBe(0);
    const again = await serve(dataFolder);
    expect(await again.client.jobs.get({ id })).toMatchObject({ state: 'completed', counts: { done: 20 } });
  }, 60_000);
});

test('the command says it where no server answers, and where the data folder is another’s', async () => {
  const world = await temporaryFolder('nobody');
  const nobody = await runCli(['status', '--server', 'http://127.0.0.1:9', '--data-dir', world]);
  expect(nobody.code).toBe(1);
  expect(nobody.stderr).toContain('No server answers at http://127.0.0.1:9');
  expect(await readdir(world)).toEqual([]);
});

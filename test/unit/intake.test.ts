import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CrawlJob, FoundFiles } from '../../src-main/coordinator/ports.ts';
import { createIntake } from '../../src-main/intake/intake.ts';
import { SPEC } from './fakes/engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

const intake = createIntake(resolve('src-main/intake/crawl-thread.ts'));

function folderWith(count: number): string {
  const root = join(temporaryFolder(), 'files');
  for (let at = 0; at < count; at++) {
    if (at % 500 === 0) mkdirSync(join(root, `${at / 500}`), { recursive: true });
    writeFileSync(join(root, `${Math.floor(at / 500)}`, `${at}.jpg`), 'x');
  }
  return root;
}

function jobFor(sources: readonly string[], listFile?: string): CrawlJob {
  return { spec: { ...SPEC, sources: [...sources] }, listFile };
}

function countOf(files: readonly FoundFiles[]): number {
  return files.reduce((sum, { names }) => sum + names.length, 0);
}

const never = new AbortController().signal;

describe('a crawl in its thread', () => {
  test('hands over batch after batch, and ends when all has been found', async () => {
    const root = folderWith(5_000);
    const sizes: number[] = [];
    await intake.crawl(jobFor([root]), (files) => void sizes.push(countOf(files)), never);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_000);
    expect(sizes[0]).toBeLessThanOrEqual(64);
    expect(sizes.length).toBeGreaterThan(2);
  });

  test('waits with the next batch until one is taken', async () => {
    const root = folderWith(3_000);
    let taken = 0;
    let atOnce = 0;
    const take = async (files: readonly FoundFiles[]) => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      taken += countOf(files);
    };
    await intake.crawl(jobFor([root]), take, never);
    expect(taken).toBe(3_000);
  });

  test('fails where a batch cannot be taken', async () => {
    const full = () => Promise.reject(new Error('disk full'));
    await expect(intake.crawl(jobFor([folderWith(10)]), full, never)).rejects.toThrow('disk full');
  });

  test('takes a list of sources besides, each ended by a NUL byte, names byte for byte', async () => {
    const root = temporaryFolder();
    const names = ['line\nbreak.jpg', 'a.jpg', 'b.jpg'];
    for (const name of names) writeFileSync(join(root, name), 'x');
    const list = join(root, 'files.list');
    const bytes = Buffer.concat([
      ...['line\nbreak.jpg', 'gone.jpg', 'b.jpg'].map((name) => Buffer.from(`${root}/${name}\0`)),
      Buffer.from(`${root}/caf`),
      Buffer.from([0xe9, 0]),
    ]);
    writeFileSync(list, bytes);
    const found: unknown[] = [];
    const take = (files: readonly FoundFiles[]) => {
      for (const { source, names: all, faults } of files)
        for (const [at, name] of all.entries()) found.push([source, name, faults?.[at]?.code]);
    };
    await intake.crawl(jobFor([join(root, 'a.jpg')], list), take, never);
    expect(found).toEqual([
      [0, 'a.jpg', undefined],
      [-1, 'line\nbreak.jpg', undefined],
      [-1, 'gone.jpg', 'not-found'],
      [-1, 'b.jpg', undefined],
      [-1, 'caf\udce9', 'not-found'],
    ]);
  });

  test('takes a list that is longer than one read', async () => {
    const root = temporaryFolder();
    const list = join(root, 'files.list');
    const names = Array.from({ length: 3_000 }, (_, at) => `${root}/${'long'.repeat(10)}${at}.jpg`);
    writeFileSync(list, names.map((name) => `${name}\0`).join(''));
    let count = 0;
    await intake.crawl(jobFor([], list), (files) => void (count += countOf(files)), never);
    expect(count).toBe(3_000);
  });

  test('stops soon after an abort, and hands nothing over after it', async () => {
    const root = folderWith(5_000);
    const abort = new AbortController();
    let after = 0;
    await intake.crawl(
      jobFor([root]),
      () => {
        if (abort.signal.aborted) after += 1;
        abort.abort();
      },
      abort.signal,
    );
    expect(after).toBe(0);
  });

  test('gives up with the fault of whoever takes the files', async () => {
    const root = folderWith(10);
    const taking = intake.crawl(
      jobFor([root]),
      () => {
        throw new Error('database or disk is full');
      },
      never,
    );
    await expect(taking).rejects.toThrow('database or disk is full');
  });

  test('says why it broke off', async () => {
    await expect(intake.crawl(jobFor([], '/no/such/list'), () => undefined, never)).rejects.toThrow(
      /The crawl failed: ENOENT/,
    );
    const broken = createIntake(resolve('src-main/intake/no-such-thread.ts'));
    await expect(broken.crawl(jobFor(['/']), () => undefined, never)).rejects.toThrow();
  });
});

test('the fingerprint of a file is found by its path, bytes that are not UTF-8 included', async () => {
  const root = temporaryFolder();
  writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), 'x');
  expect(await intake.fingerprint(`${root}/caf\udce9`, 1)).toMatch(/^[0-9a-f]{64}$/);
  expect(await intake.fingerprint(`${root}/gone`, 1)).toBeUndefined();
});

import { createReadStream } from 'node:fs';
import { appendFile, copyFile, mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildJpeg } from '../fixtures/builders/jpeg.ts';
import { buildXmp } from '../fixtures/builders/xmp.ts';
import { subjectOf } from '../fixtures/subject.ts';
import { newestJob } from './support/job-facts.ts';
import { perlLog, type PerlLog } from './support/perl-log.ts';
import type { PublicRecord } from './support/public-record.ts';
import { parseRecords, runCli, startCli, temporaryFolders } from './support/run-cli.ts';
import { stderrMatches } from './support/stderr-words.ts';

const FOLDERS = 1_000;
const FILES_PER_FOLDER = 100;
const FILES = FOLDERS * FILES_PER_FOLDER;
/** The files are as small as can be, but ExifTool is started for real and reads them all. */
const RUN_TIMEOUT_MS = 420_000;
const NOT_STARTED = 'Nothing had to be read: ExifTool was not started.';

if (process.platform === 'win32')
  process.stdout.write('warm runs: skipped, the starts of ExifTool are counted by a perl of our own\n');

const temporaryFolder = temporaryFolders();

describe.skipIf(process.platform === 'win32')(
  `over a tree of ${FILES.toLocaleString('en-GB')} files that was extracted before`,
  () => {
    let tree: string;
    let dataFolder: string;
    let perl: PerlLog;
    const folderName = (index: number) => `folder ${index.toString().padStart(3, '0')}`;
    const fileIn = (folder: string, index: number) => join(tree, folder, `${index}.txt`);
    const extract = (...more: string[]) =>
      runCli(['extract', tree, '--profile', 'fast', '--data-dir', dataFolder, ...more], {
        env: perl.env,
        timeoutMs: RUN_TIMEOUT_MS,
      });

    beforeAll(async () => {
      const world = await temporaryFolder('warm');
      tree = join(world, 'tree');
      dataFolder = join(world, 'data');
      perl = await perlLog(world);
      for (let folder = 0; folder < FOLDERS; folder++) {
        await mkdir(join(tree, folderName(folder)), { recursive: true });
        const files = Array.from({ length: FILES_PER_FOLDER }, (_, index) => index);
        await Promise.all(files.map((index) => writeFile(fileIn(folderName(folder), index), `${folder} ${index}\n`)));
      }
      const startedAt = performance.now();
      const { code, stderr } = await extract('-o', join(world, 'cold.jsonl'));
      process.stdout.write(`warm: the cold run of ${FILES} files took ${seconds(startedAt)}\n`);
      expect(code, stderr).toBe(0);
      expect(stderr).not.toContain(NOT_STARTED);
      expect(await perl.takeStarts()).toBeGreaterThan(0);
    }, RUN_TIMEOUT_MS);

    test(
      'a second run starts no ExifTool, says so, and gives the same records',
      async () => {
        const output = join(tree, '..', 'warm.jsonl');
        const startedAt = performance.now();
        const { code, stderr } = await extract('-o', output);
        process.stdout.write(`warm: the second run took ${seconds(startedAt)}\n`);
        expect(code).toBe(0);
        expect(stderr).toContain(`${FILES.toLocaleString('en-GB')} files`);
        expect(stderr).toMatch(new RegExp(`^ +${FILES.toLocaleString('en-GB')}  of these from the cache`, 'm'));
        expect(stderr).toContain(NOT_STARTED);
        expect(await perl.takeStarts()).toBe(0);
        expect(await sameRecords(join(tree, '..', 'cold.jsonl'), output)).toBe(FILES);
      },
      RUN_TIMEOUT_MS,
    );

    test(
      'a touched file is extracted again, and no other',
      async () => {
        const touched = fileIn(folderName(17), 3);
        const { size, mtimeMs } = await stat(touched);
        await utimes(touched, new Date(), new Date(mtimeMs + 1_000));
        const grown = fileIn(folderName(18), 4);
        await appendFile(grown, 'more\n');
        expect((await stat(touched)).size).toBe(size);

        const output = join(tree, '..', 'touched.jsonl');
        expect((await extract('-o', output)).stderr).not.toContain(NOT_STARTED);
        expect(await perl.takeStarts()).toBeGreaterThan(0);
        expect((await newestJob(dataFolder)).counts).toMatchObject({
          done: FILES,
          fromCache: FILES - 2,
          noMetadata: FILES,
        });
        expect((await freshRecords(output)).map(({ path }) => path).sort()).toEqual([touched, grown].sort());
      },
      RUN_TIMEOUT_MS,
    );

    test(
      'a renamed folder is recognised: nothing is extracted, and its records have the new names',
      async () => {
        await rename(join(tree, folderName(20)), join(tree, 'renamed'));
        await mkdir(join(tree, 'moved', 'deeper'), { recursive: true });
        await rename(fileIn(folderName(21), 7), join(tree, 'moved', 'deeper', 'another name.txt'));

        const output = join(tree, '..', 'renamed.jsonl');
        expect((await extract('-o', output)).stderr).toContain(NOT_STARTED);
        expect(await perl.takeStarts()).toBe(0);
        expect((await newestJob(dataFolder)).counts).toMatchObject({
          done: FILES,
          fromCache: FILES,
          noMetadata: FILES,
        });
        const moved = await recordsWhere(output, (line) => line.includes('renamed/') || line.includes('moved/'));
        expect(moved).toHaveLength(FILES_PER_FOLDER + 1);
        for (const { path, tags } of moved)
          expect(`${String(tags['System:Directory'])}/${String(tags['System:FileName'])}`).toBe(path);
        expect(await recordsWhere(output, (line) => line.includes(`/${folderName(20)}/`))).toEqual([]);

        const again = await extract();
        expect(again.stderr, 'the new names are known from now on').toContain(NOT_STARTED);
      },
      RUN_TIMEOUT_MS,
    );

    test(
      'another profile extracts everything again',
      async () => {
        const folder = join(tree, folderName(30));
        const complete = await runCli(['extract', folder, '-f', 'jsonl', '--data-dir', dataFolder], { env: perl.env });
        expect(parseRecords<PublicRecord>(complete.stdout).filter(({ fromCache }) => !fromCache)).toHaveLength(
          FILES_PER_FOLDER,
        );

        // of the whole tree only that all of it waits to be read: the reading itself has been seen once
        const all = startCli(['extract', tree, '--data-dir', dataFolder, '--progress', 'json'], { env: perl.env });
        await stderrMatches(all, /"counting":false/);
        all.child.kill('SIGINT');
        expect((await all.ended).code).toBe(130);
        const { counts } = await newestJob(dataFolder);
        expect(counts).toMatchObject({ found: FILES, fromCache: FILES_PER_FOLDER });
      },
      RUN_TIMEOUT_MS,
    );
  },
);

describe('the cache', { concurrent: true }, () => {
  /** A folder with four photos, and a cache of its own. */
  const photos = async () => {
    const world = await temporaryFolder('cache');
    const [folder, dataFolder] = [join(world, 'files'), join(world, 'data')];
    /** The names of the files that were read, and of those that were taken from the cache. */
    const extract = async (...more: string[]) => {
      const args = ['extract', folder, '-f', 'jsonl', '--data-dir', dataFolder, ...more];
      const { stdout, code, stderr } = await runCli(args);
      expect(code, stderr).toBe(0);
      const records = parseRecords<PublicRecord>(stdout);
      const names = (fromCache: boolean) =>
        records.filter((record) => record.fromCache === fromCache).map(({ relativePath }) => relativePath);
      return { read: names(false), known: names(true), records };
    };
    const write = (name: string, content: Uint8Array | string) => writeFile(join(folder, name), content);
    await mkdir(folder);
    for (const [index, name] of ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].entries())
      await write(name, buildJpeg(subjectOf(index)));
    return { folder, write, extract };
  };

  test('a sidecar is a part of its file: changed, added or removed, it makes the file be read again', async () => {
    const { folder, write, extract } = await photos();
    await write('a.xmp', buildXmp(subjectOf(10)));
    await write('c.jpg.xmp', buildXmp(subjectOf(11)));
    await write('d.aae', '<plist version="1.0"><dict/></plist>');
    const first = await extract();
    expect(first.read).toEqual(['a.jpg', 'a.xmp', 'b.jpg', 'c.jpg', 'c.jpg.xmp', 'd.aae', 'd.jpg']);
    const sidecars = Object.fromEntries(first.records.map((record) => [record.relativePath, record.sidecars]));
    expect(sidecars).toMatchObject({
      'a.jpg': ['a.xmp'],
      'b.jpg': undefined,
      'c.jpg': ['c.jpg.xmp'],
      'd.jpg': ['d.aae'],
    });
    expect((await extract()).read).toEqual([]);

    await write('a.xmp', buildXmp(subjectOf(12)));
    expect((await extract()).read).toEqual(['a.jpg', 'a.xmp']);
    await write('b.xmp', buildXmp(subjectOf(13)));
    expect((await extract()).read).toEqual(['b.jpg', 'b.xmp']);
    await rm(join(folder, 'c.jpg.xmp'));
    expect((await extract()).read).toEqual(['c.jpg']);
    expect((await extract()).read).toEqual([]);
  });

  test('a file of the same size and time is not taken for another one', async () => {
    const { folder, write, extract } = await photos();
    const at = new Date('2024-05-06T07:08:09Z');
    await write('a.txt', 'one content\n');
    await utimes(join(folder, 'a.txt'), at, at);
    await extract();
    await write('b.txt', 'two content\n');
    await utimes(join(folder, 'b.txt'), at, at);
    await copyFile(join(folder, 'a.txt'), join(folder, 'c.txt'));
    await utimes(join(folder, 'c.txt'), at, at);
    expect((await extract()).read).toEqual(['b.txt']); // c.txt is a.txt again
  });

  test('--refresh reads everything again and keeps it, --no-cache neither uses nor keeps anything', async () => {
    const { write, extract } = await photos();
    await extract();
    const all = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
    expect((await extract('--refresh')).read).toEqual(all);
    expect((await extract()).known).toEqual(all);
    await write('e.jpg', buildJpeg(subjectOf(20)));
    expect((await extract('--no-cache')).read).toEqual([...all, 'e.jpg']);
    expect((await extract()).read).toEqual(['e.jpg']);
  });

  test('hashes are a part of what is known', async () => {
    const { extract } = await photos();
    await extract();
    expect((await extract('--hash', 'sha256')).known).toEqual([]);
    expect((await extract('--hash', 'sha256')).read).toEqual([]);
    expect((await extract()).read).toEqual([]);
  });
});

/** Compares two outputs but for where their records come from, and returns how many there are. */
async function sameRecords(cold: string, warm: string): Promise<number> {
  const others = linesOf(warm)[Symbol.asyncIterator]();
  let compared = 0;
  for await (const line of linesOf(cold)) {
    const other = await others.next();
    // asked only where they differ: a hundred thousand assertions take their time
    if (line.replace('"fromCache":false', '"fromCache":true') !== other.value) expect(other.value).toBe(line);
    compared += 1;
  }
  expect((await others.next()).done).toBe(true);
  return compared;
}

function freshRecords(output: string): Promise<PublicRecord[]> {
  return recordsWhere(output, (line) => line.includes('"fromCache":false'));
}

async function recordsWhere(output: string, matches: (line: string) => boolean): Promise<PublicRecord[]> {
  const found: PublicRecord[] = [];
  for await (const line of linesOf(output)) if (matches(line)) found.push(JSON.parse(line) as PublicRecord);
  return found;
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file) });
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { exportRecords } from '../../src-main/export/export-records.ts';
import type { ExportSummary } from '../../src-main/export/ports.ts';
import type { StoredRecord } from '../../src-protocol/model/record.ts';

const run = promisify(execFile);
const MODULE = pathToFileURL(path.resolve('src-main/export/export-records.ts')).href;
const RECORD: StoredRecord = {
  path: '/photos/a.jpg',
  relativePath: 'a.jpg',
  outcome: 'extracted',
  fromCache: false,
  coreJson: '{}',
  tags: { names: 'IFD0:Make', values: '"Canon"' },
  modulesJson: '{}',
};

function exportTo(stream: Writable, count: number, signal?: AbortSignal): Promise<ExportSummary> {
  function* records(): Generator<StoredRecord> {
    for (let index = 0; index < count; index++) yield RECORD;
  }
  return exportRecords({
    source: { records, nameLists: () => [RECORD.tags.names] },
    format: 'jsonl',
    columns: 'all',
    excel: false,
    target: { kind: 'stream', stream, name: 'the response' },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A program that exports `count` records to its standard output and says on standard error how that ended. */
function childScript(count: number): string {
  return `
    import { exportRecords } from ${JSON.stringify(MODULE)};
    function* records() { for (let i = 0; i < ${count.toString()}; i++) yield ${JSON.stringify(RECORD)}; }
    await exportRecords({ source: { records, nameLists: () => [] }, format: 'jsonl', columns: 'all', excel: false,
      target: { kind: 'stdout' } })
      .then((summary) => { console.error(JSON.stringify(summary)); },
            (error) => { console.error(error.name, error.code, error.message); });`;
}

function inShell(command: string, count: number): Promise<{ stdout: string; stderr: string }> {
  return run('sh', ['-c', command, process.execPath, childScript(count)], { maxBuffer: 1e8 });
}

describe('a stream', () => {
  test('gets one chunk of about 256 KiB at a time, and no more while it is slow', async () => {
    let inside = 0;
    let most = 0;
    const sizes: number[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        sizes.push(chunk.length);
        setTimeout(() => {
          most = Math.max(most, inside + slow.writableLength);
          inside = 0;
          done();
        }, 5);
        inside = 0;
      },
    });
    const { bytes } = await exportTo(slow, 20_000);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(bytes);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(300_000);
    expect(most).toBeLessThan(300_000);
    expect(slow.writableEnded).toBe(false);
    expect(slow.listenerCount('error') + slow.listenerCount('close')).toBe(0);
  });

  test('that is stuck does not keep a cancelled export waiting', async () => {
    const stuck = new Writable({ write: () => undefined });
    const fault = exportTo(stuck, 100_000, AbortSignal.timeout(50));
    await expect(fault).rejects.toMatchObject({ name: 'ExportFault', code: 'cancelled' });
  });

  test('that is closed by its reader ends the export quietly, with a flag', async () => {
    const closing = new Writable({
      write(_chunk, _encoding, done) {
        setTimeout(() => {
          closing.destroy();
          done();
        }, 1);
      },
    });
    await expect(exportTo(closing, 1e9)).resolves.toMatchObject({ readerGone: true });
    await expect(exportTo(closing, 1e9)).resolves.toMatchObject({ readerGone: true });
  });

  test('that fails is a fault with its name', async () => {
    const failing = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      },
    });
    await expect(exportTo(failing, 100_000)).rejects.toMatchObject({ name: 'ExportFault', code: 'disk-full' });
  });
});

describe.runIf(process.platform !== 'win32')('standard output', () => {
  test('ends quietly when its reader goes away', async () => {
    const { stdout, stderr } = await inShell('"$0" --input-type=module -e "$1" | head -1', 10_000_000);
    expect(JSON.parse(stdout)).toMatchObject({ path: '/photos/a.jpg' });
    expect(JSON.parse(stderr)).toMatchObject({ readerGone: true, warnings: [] });
  });

  test('reaches a slow reader whole', async () => {
    const { stdout, stderr } = await inShell('"$0" --input-type=module -e "$1" | { sleep 0.5; wc -lc; }', 30_000);
    const summary = JSON.parse(stderr) as ExportSummary;
    expect(summary.readerGone).toBe(false);
    expect(stdout.trim().split(/\s+/).map(Number)).toEqual([30_000, summary.bytes]);
  });

  test('reaches a file whole', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'metaextract-export-'));
    try {
      const file = path.join(folder, 'out.jsonl');
      const { stderr } = await inShell(`"$0" --input-type=module -e "$1" > '${file}'`, 30_000);
      expect((await stat(file)).size).toBe((JSON.parse(stderr) as ExportSummary).bytes);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.runIf(existsSync('/dev/full'))('says that the disk is full', async () => {
    const { stderr } = await inShell('"$0" --input-type=module -e "$1" > /dev/full', 1);
    expect(stderr).toBe(
      'ExportFault disk-full The disk for standard output is full: free some space or choose another disk, then export again.\n',
    );
  });
});

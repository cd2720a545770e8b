import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExportFault, faultOfSystem } from '../../src-main/export/export-fault.ts';
import { exportRecords } from '../../src-main/export/export-records.ts';
import type { ExportRequest } from '../../src-main/export/export-records.ts';
import type { ExportSummary } from '../../src-main/export/ports.ts';
import type { StoredRecord } from '../../src-protocol/model/record.ts';

const run = promisify(execFile);
const MODULE = pathToFileURL(path.resolve('src-main/export/export-records.ts')).href;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'metaextract-export-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const RECORD: StoredRecord = {
  path: '/photos/a.jpg',
  relativePath: 'a.jpg',
  outcome: 'extracted',
  fromCache: false,
  coreJson: '{}',
  tags: { names: 'IFD0:Make', values: '"Canon"' },
  modulesJson: '{}',
};

function* repeated(count: number, before?: (index: number) => void): Generator<StoredRecord> {
  for (let index = 0; index < count; index++) {
    before?.(index);
    yield RECORD;
  }
}

type Options = Partial<Pick<ExportRequest, 'signal' | 'onProgress'>> & {
  records?: Iterable<StoredRecord>;
  replace?: boolean;
};

function exportTo(
  target: string,
  { records = [RECORD], replace = false, ...more }: Options = {},
): Promise<ExportSummary> {
  return exportRecords({
    source: { records: () => records, nameLists: () => [RECORD.tags.names] },
    format: 'csv',
    columns: ['path', 'IFD0:Make'],
    excel: false,
    target: { kind: 'file', path: target, replace },
    ...more,
  });
}

const EXPECTED = 'path,IFD0:Make\n/photos/a.jpg,Canon\n';
const isRoot = process.getuid?.() === 0;
const isPosix = process.platform !== 'win32';

test('a new file is there only when it is complete, and nothing else is left', async () => {
  const target = path.join(folder, 'out.csv');
  const seen: string[][] = [];
  const watch = async (): Promise<void> => {
    seen.push(await readdir(folder));
  };
  const watching: Promise<void>[] = [];
  const summary = await exportTo(target, {
    records: repeated(100_000, (index) => {
      if (index === 90_000) watching.push(watch());
    }),
  });
  await Promise.all(watching);
  expect(summary).toMatchObject({ records: 100_000, columns: 2, readerGone: false, warnings: [] });
  expect((await stat(target)).size).toBe(summary.bytes);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toEqual([expect.stringMatching(new RegExp(`^\\.metaextract-${process.pid.toString()}-.*\\.part$`))]);
  expect(await readdir(folder)).toEqual(['out.csv']);
});

test.runIf(isPosix)('a new file has the permissions that the umask leaves, a replaced one keeps its own', async () => {
  const target = path.join(folder, 'out.csv');
  const before = process.umask(0o027);
  try {
    await exportTo(target);
  } finally {
    process.umask(before);
  }
  expect((await stat(target)).mode & 0o777).toBe(0o640);
  await chmod(target, 0o620);
  await exportTo(target, { replace: true });
  expect((await stat(target)).mode & 0o777).toBe(0o620);
});

test('the longest name that a file can have is possible', async () => {
  const target = path.join(folder, `${'a'.repeat(251)}.csv`);
  await exportTo(target);
  expect(await readFile(target, 'utf8')).toBe(EXPECTED);
});

describe('an existing file', () => {
  let target = '';
  beforeEach(async () => {
    target = path.join(folder, 'out.csv');
    await writeFile(target, 'precious');
  });

  async function expectUntouched(): Promise<void> {
    expect(await readFile(target, 'utf8')).toBe('precious');
    expect(await readdir(folder)).toEqual(['out.csv']);
  }

  test('is replaced when that is allowed', async () => {
    await exportTo(target, { replace: true });
    expect(await readFile(target, 'utf8')).toBe(EXPECTED);
    expect(await readdir(folder)).toEqual(['out.csv']);
  });

  test('is a fault when it is not', async () => {
    await expect(exportTo(target)).rejects.toMatchObject({ code: 'exists' });
    await expect(exportTo(target)).rejects.toThrow(`${target} already exists`);
    await expectUntouched();
  });

  test('is kept when another program made it while the export ran', async () => {
    await rm(target);
    const late = writeLate(target);
    await expect(exportTo(target, { records: late })).rejects.toMatchObject({ code: 'exists' });
    await expectUntouched();
  });

  test('is kept when the export is cancelled midway, and the source is closed', async () => {
    const abort = new AbortController();
    let closed = false;
    function* records(): Generator<StoredRecord> {
      try {
        yield* repeated(10_000_000, (index) => {
          if (index === 5_000) abort.abort(new Error('stop'));
        });
      } finally {
        closed = true;
      }
    }
    const fault = exportTo(target, { records: records(), replace: true, signal: abort.signal });
    await expect(fault).rejects.toMatchObject({ name: 'ExportFault', code: 'cancelled', cause: new Error('stop') });
    expect(closed).toBe(true);
    await expectUntouched();
  });

  test('is kept when a timer cancels: the event loop turns during an export', async () => {
    const fault = exportTo(target, { records: repeated(1e9), replace: true, signal: AbortSignal.timeout(100) });
    await expect(fault).rejects.toMatchObject({ code: 'cancelled' });
    await expectUntouched();
  });

  test('is kept when the export is cancelled before it starts, or at its very end', async () => {
    await expect(exportTo(target, { replace: true, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const abort = new AbortController();
    function* records(): Generator<StoredRecord> {
      yield RECORD;
      abort.abort();
    }
    const fault = exportTo(target, { records: records(), replace: true, signal: abort.signal });
    await expect(fault).rejects.toMatchObject({ code: 'cancelled' });
    await expectUntouched();
  });

  test('is kept when the source fails, and its own error comes through', async () => {
    const broken = repeated(10_000, (index) => {
      if (index === 9_999) throw new RangeError('the store is gone');
    });
    await expect(exportTo(target, { records: broken, replace: true })).rejects.toThrow(
      new RangeError('the store is gone'),
    );
    await expectUntouched();
  });

  test.runIf(isPosix)('is kept when the system refuses to write on', async () => {
    const script = `
      import { exportRecords } from ${JSON.stringify(MODULE)};
      function* records() { for (let i = 0; i < 100000; i++) yield ${JSON.stringify(RECORD)}; }
      await exportRecords({ source: { records, nameLists: () => [] }, format: 'jsonl', columns: 'all', excel: false,
        target: { kind: 'file', path: ${JSON.stringify(target)}, replace: true } })
        .catch((error) => { console.log(error.name, error.code, error.message); });`;
    const limited = 'ulimit -f 2000; exec "$0" --input-type=module -e "$1"'; // 1 or 2 MB, as the shell counts
    const { stdout } = await run('sh', ['-c', limited, process.execPath, script]);
    expect(stdout).toContain(`ExportFault too-large ${target} grew past the largest file`);
    await expectUntouched();
  });
});

/** Gives a record and, before its end, puts a file at the target. */
function writeLate(target: string): Iterable<StoredRecord> {
  return {
    *[Symbol.iterator]() {
      yield RECORD;
      writeFileSync(target, 'precious');
    },
  };
}

describe('a target that cannot be written', () => {
  test.each([
    ['a folder that does not exist', () => path.join(folder, 'none', 'out.csv'), 'no-folder', 'The folder of'],
    ['a folder', () => folder, 'is-directory', 'is a folder'],
    ['a name that ends like a folder', () => `${folder}${path.sep}new${path.sep}`, 'is-directory', 'is a folder'],
    ['a name that is too long', () => path.join(folder, 'a'.repeat(300)), 'bad-name', 'too long'],
    ['a name with U+0000', () => path.join(folder, 'a\0b'), 'bad-name', 'not allowed'],
  ] as const)('%s', async (_, target, code, words) => {
    await expect(exportTo(target(), { replace: true })).rejects.toMatchObject({ name: 'ExportFault', code });
    await expect(exportTo(target(), { replace: true })).rejects.toThrow(words);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a file in the place of the folder', async () => {
    await writeFile(path.join(folder, 'file'), '');
    await expect(exportTo(path.join(folder, 'file', 'out.csv'))).rejects.toMatchObject({ code: 'no-folder' });
  });

  test.runIf(isPosix)('a symbolic link, whether it points to something or not', async () => {
    await writeFile(path.join(folder, 'real.csv'), 'precious');
    await symlink('real.csv', path.join(folder, 'link.csv'));
    await symlink('none.csv', path.join(folder, 'dangling.csv'));
    for (const name of ['link.csv', 'dangling.csv']) {
      await expect(exportTo(path.join(folder, name), { replace: true })).rejects.toMatchObject({ code: 'is-symlink' });
    }
    expect(await readFile(path.join(folder, 'real.csv'), 'utf8')).toBe('precious');
    expect((await readdir(folder)).sort()).toEqual(['dangling.csv', 'link.csv', 'real.csv']);
  });

  test.runIf(isPosix)('a device', async () => {
    await expect(exportTo('/dev/null', { replace: true })).rejects.toMatchObject({ code: 'not-a-file' });
  });

  test.runIf(isPosix)('a folder or a file without permission', async () => {
    await mkdir(path.join(folder, 'closed'), { mode: 0o555 });
    await mkdir(path.join(folder, 'open'));
    await chmod(path.join(folder, 'open'), 0o777);
    await chmod(folder, 0o755);
    await writeFile(path.join(folder, 'open', 'kept.csv'), 'precious', { mode: 0o444 });
    const script = `
      import { exportRecords } from ${JSON.stringify(MODULE)};
      for (const path of process.argv.slice(1)) {
        await exportRecords({ source: { records: () => [], nameLists: () => [] }, format: 'jsonl', columns: 'all',
          excel: false, target: { kind: 'file', path, replace: true } }).catch((error) => { console.log(error.message); });
      }`;
    const targets = [path.join(folder, 'closed', 'out.csv'), path.join(folder, 'open', 'kept.csv')];
    // root may write everywhere, so nobody asks
    const options = isRoot ? { uid: 65_534, gid: 65_534 } : {};
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, ...targets], options);
    expect(stdout).toBe(
      targets.map((target) => `No permission to write ${target}: choose a place that you may write to.\n`).join(''),
    );
    expect(await readFile(path.join(folder, 'open', 'kept.csv'), 'utf8')).toBe('precious');
    expect(await readdir(path.join(folder, 'open'))).toEqual(['kept.csv']);
  });
});

test.each([
  ['ENOSPC', 'disk-full', 'is full: free some space'],
  ['EDQUOT', 'disk-full', 'quota'],
  ['EROFS', 'read-only', 'read-only'],
  ['EBUSY', 'in-use', 'close it there'],
  ['EIO', 'io-error', 'could not be written (a bad thing)'],
])('%s is told as %s, with the name of the file', (system, code, words) => {
  const fault = faultOfSystem(Object.assign(new Error('a bad thing'), { code: system }), '/x/out.csv');
  expect(fault).toBeInstanceOf(ExportFault);
  expect(fault.code).toBe(code);
  expect(fault.message).toContain(words);
  expect(fault.message).toContain('/x/out.csv');
});

test('progress grows, comes at most ten times a second, and ends with the number of records', async () => {
  const written: number[] = [];
  const before = performance.now();
  await exportTo(path.join(folder, 'out.csv'), {
    records: repeated(300_000),
    onProgress: (count) => {
      written.push(count);
    },
  });
  expect(written.at(-1)).toBe(300_000);
  expect(written).toEqual(written.toSorted((a, b) => a - b));
  expect(written.length).toBeLessThanOrEqual((performance.now() - before) / 100 + 1);
});

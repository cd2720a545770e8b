import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FoundFault, FoundFiles } from '../../src-main/coordinator/ports.ts';
import type { CrawlRequest } from '../../src-main/intake/crawl-messages.ts';
import { Crawl } from '../../src-main/intake/crawl.ts';
import { FoundBatch } from '../../src-main/intake/found-batch.ts';
import { joinPath } from '../../src-protocol/model/path-join.ts';
import { pathToBytes } from '../../src-protocol/model/path-codec.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Found {
  readonly path: string;
  readonly source: number;
  readonly size: number;
  readonly modifiedMs: number;
  readonly sidecars: unknown;
  readonly fault: FoundFault | undefined;
}

function crawl(sources: readonly string[], options: Partial<CrawlRequest> = {}): Found[] {
  const found: Found[] = [];
  const take = (files: readonly FoundFiles[]) => {
    for (const { source, folder, names, sizes, modifiedMs, sidecars, faults } of files) {
      for (const [at, name] of names.entries()) {
        found.push({
          path: joinPath(folder, name),
          source,
          size: sizes[at] ?? -1,
          modifiedMs: modifiedMs[at] ?? -1,
          sidecars: JSON.parse(sidecars?.[at] ?? 'null') as unknown,
          fault: faults?.[at],
        });
      }
    }
  };
  const batch = new FoundBatch(take, 1_000);
  const request: CrawlRequest = {
    sources,
    include: [],
    exclude: [],
    hidden: true,
    followSymlinks: false,
    listFile: undefined,
    ...options,
  };
  const walk = new Crawl(request, batch);
  for (const [index, source] of sources.entries()) walk.source(source, index);
  batch.flush();
  return found;
}

/** A folder with these files; a name that ends with a slash is a folder. */
function folderOf(...names: string[]): string {
  const root = temporaryFolder();
  for (const name of names) {
    const path = join(root, name);
    mkdirSync(name.endsWith('/') ? path : join(path, '..'), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, name);
  }
  return root;
}

/** Paths below a folder, of what was found without a fault. */
function filesOf(root: string, found: readonly Found[]): string[] {
  return found.filter(({ fault }) => fault === undefined).map(({ path }) => path.slice(root.length + 1));
}

/** Paths below a folder with their faults. */
function faultsOf(root: string, found: readonly Found[]): Record<string, string> {
  return Object.fromEntries(
    found.flatMap(({ path, fault }) =>
      fault === undefined ? [] : [[path.slice(root.length + 1), `${fault.code}${fault.skipped ? ', skipped' : ''}`]],
    ),
  );
}

const TREE = ['a.jpg', 'b/', 'b/c.jpg', 'b/d/e.jpg', 'b/d/f/', '.hidden.jpg', '.git/x', 'z.tif'];

describe('a folder', () => {
  test('is found whole, sorted, each folder before what lies below it', () => {
    const root = folderOf(...TREE);
    const found = crawl([root]);
    expect(filesOf(root, found)).toEqual(['.hidden.jpg', 'a.jpg', 'z.tif', '.git/x', 'b/c.jpg', 'b/d/e.jpg']);
    expect(faultsOf(root, found)).toEqual({});
    expect(crawl([root])).toEqual(found);
  });

  test('gives size and time of each file, with fractions of a millisecond', () => {
    const root = folderOf('a.jpg');
    utimesSync(join(root, 'a.jpg'), 1, 1_234.567_89);
    expect(crawl([root])).toMatchObject([{ size: 5, source: 0, sidecars: null }]);
    expect(crawl([root])[0]?.modifiedMs).toBeCloseTo(1_234_567.89, 1);
  });

  test('may be filtered', () => {
    const root = folderOf(...TREE);
    expect(filesOf(root, crawl([root], { include: ['*.jpg'], hidden: false }))).toEqual([
      'a.jpg',
      'b/c.jpg',
      'b/d/e.jpg',
    ]);
    expect(filesOf(root, crawl([root], { exclude: ['b', '.*'] }))).toEqual(['a.jpg', 'z.tif']);
    expect(filesOf(root, crawl([root], { include: ['b/d/*'] }))).toEqual(['b/d/e.jpg']);
  });

  test('names the sidecars of its files, with their sizes and times', () => {
    const root = folderOf('a.jpg', 'a.xmp', 'a.aae', 'b.jpg');
    for (const name of ['a.xmp', 'a.aae']) utimesSync(join(root, name), 5, 5);
    const sidecarsOf = (name: string) => crawl([root]).find(({ path }) => path === join(root, name))?.sidecars;
    expect(sidecarsOf('a.jpg')).toEqual([
      ['a.aae', 5, 5_000],
      ['a.xmp', 5, 5_000],
    ]);
    expect(sidecarsOf('b.jpg')).toBeNull();
    expect(sidecarsOf('a.xmp')).toBeNull();
    expect(filesOf(root, crawl([root]))).toHaveLength(4); // a sidecar is a file as well
  });

  test('that is empty has nothing in it', () => {
    expect(crawl([folderOf()])).toEqual([]);
  });
});

describe('odd names', () => {
  const NAMES = [
    'line\nbreak',
    'tab\t',
    ' ',
    '-execute',
    '@args',
    '#1',
    'quote"\'',
    'back\\slash',
    'ends\\',
    'C:',
    'NFD a\u0308',
    'NFC ä',
    '😀💀',
    '*?[x]',
    '\u007f\u0001',
    'ends.',
  ];

  test('are found as they are, of files and of folders', () => {
    const root = folderOf(...NAMES.map((name) => `${name}/${name}`));
    expect(filesOf(root, crawl([root])).sort()).toEqual(NAMES.map((name) => `${name}/${name}`).sort());
    for (const name of NAMES) expect(filesOf(root, crawl([join(root, name)]))).toEqual([`${name}/${name}`]);
  });

  test.runIf(process.platform === 'linux')('that are not UTF-8 are found byte by byte, of files and of folders', () => {
    const root = temporaryFolder();
    const bytes = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
    const folder = Buffer.concat([Buffer.from(`${root}/`), bytes]);
    mkdirSync(folder);
    for (const name of ['a.jpg', '\ufffd.jpg']) writeFileSync(Buffer.concat([folder, Buffer.from(`/${name}`)]), 'x');
    writeFileSync(Buffer.concat([folder, Buffer.from('/'), bytes, Buffer.from('.jpg')]), 'x');
    const found = crawl([root]);
    expect(filesOf(root, found)).toEqual(['caf\udce9/a.jpg', 'caf\udce9/caf\udce9.jpg', 'caf\udce9/\ufffd.jpg']);
    expect(found.every(({ size }) => size === 1)).toBe(true);
    const odd = found[1]?.path ?? '';
    expect(Buffer.from(pathToBytes(odd))).toEqual(
      Buffer.concat([folder, Buffer.from('/'), bytes, Buffer.from('.jpg')]),
    );
    expect(filesOf(root, crawl([odd]))).toEqual(['caf\udce9/caf\udce9.jpg']);
  });

  test('that look like a glob are taken as names where there is such a file', () => {
    const root = folderOf('a[1].jpg', 'a1.jpg', 'photo (1).jpg');
    expect(filesOf(root, crawl([join(root, 'a[1].jpg'), join(root, 'photo (1).jpg')]))).toEqual([
      'a[1].jpg',
      'photo (1).jpg',
    ]);
  });

  test.runIf(process.platform === 'linux')('in a path of thousands of characters are found', () => {
    const root = temporaryFolder();
    const name = 'n'.repeat(250);
    // deeper than the system takes in one call, so it is built from inside
    execFileSync(
      'sh',
      [
        '-c',
        `for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do mkdir ${name} && cd ${name} || exit 1; done; echo x > deep.jpg`,
      ],
      { cwd: root },
    );
    const found = filesOf(root, crawl([root]));
    expect(found).toEqual([`${Array.from({ length: 15 }, () => name).join('/')}/deep.jpg`]);
    expect(found[0]?.length).toBeGreaterThan(3_700);
  });
});

describe('what is no file', () => {
  test.runIf(process.platform !== 'win32')('is found as skipped, and does not block', async () => {
    const root = folderOf('a.jpg');
    execFileSync('mkfifo', [join(root, 'fifo')]);
    const server = createServer().listen(join(root, 'socket'));
    onTestFinished(() => {
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const found = crawl([root, join(root, 'fifo'), '/dev/null']);
    expect(filesOf(root, found)).toEqual(['a.jpg']);
    expect(
      found
        .filter(({ fault }) => fault !== undefined)
        .map(({ path, source, fault }) => [path, source, fault?.code, fault?.skipped]),
    ).toEqual([
      [join(root, 'fifo'), 0, 'not-a-file', true],
      [join(root, 'socket'), 0, 'not-a-file', true],
      [join(root, 'fifo'), 1, 'not-a-file', true],
      ['/dev/null', 2, 'not-a-file', true],
    ]);
  });

  test('is not looked at where it is filtered out', () => {
    const root = folderOf('a.jpg');
    symlinkSync('nowhere', join(root, 'link.tmp'));
    expect(faultsOf(root, crawl([root], { exclude: ['*.tmp'] }))).toEqual({});
  });
});

describe('links', () => {
  function linkedTree(): string {
    const root = folderOf('real/a.jpg', 'real/deep/b.jpg');
    symlinkSync(join(root, 'real', 'a.jpg'), join(root, 'file.jpg'));
    symlinkSync('real', join(root, 'alias'));
    symlinkSync('..', join(root, 'real', 'deep', 'up'));
    symlinkSync('self', join(root, 'self'));
    symlinkSync('nowhere', join(root, 'dangling'));
    return root;
  }

  test('are not followed, and found as skipped with the option that follows them', () => {
    const root = linkedTree();
    const found = crawl([root]);
    expect(filesOf(root, found)).toEqual(['real/a.jpg', 'real/deep/b.jpg']);
    expect(Object.keys(faultsOf(root, found)).sort()).toEqual([
      'alias',
      'dangling',
      'file.jpg',
      'real/deep/up',
      'self',
    ]);
    expect(new Set(Object.values(faultsOf(root, found)))).toEqual(new Set(['not-a-file, skipped']));
    expect(found.find(({ fault }) => fault !== undefined)?.fault?.message).toContain('--follow-symlinks');
  });

  test('are followed where that is wanted, and no folder is crawled twice', () => {
    const root = linkedTree();
    const found = crawl([root], { followSymlinks: true });
    expect(filesOf(root, found).sort()).toEqual(['file.jpg', 'real/a.jpg', 'real/deep/b.jpg']);
    expect(faultsOf(root, found)).toEqual({
      alias: 'not-a-file, skipped',
      dangling: 'not-found',
      self: 'not-a-file, skipped',
      'real/deep/up': 'not-a-file, skipped',
    });
    expect(found.find(({ path }) => path.endsWith('dangling'))?.fault?.message).toContain('a link to nowhere');
    expect(found.find(({ path }) => path.endsWith('file.jpg'))?.size).toBe('real/a.jpg'.length);
  });

  test('that are sources are followed in any case: they were named', () => {
    const root = linkedTree();
    expect(
      crawl([join(root, 'alias')])
        .filter(({ fault }) => fault === undefined)
        .map(({ path }) => path),
    ).toEqual([join(root, 'alias', 'a.jpg'), join(root, 'alias', 'deep', 'b.jpg')]);
    expect(filesOf(root, crawl([join(root, 'file.jpg')]))).toEqual(['file.jpg']);
  });

  test('do not make a source that is named twice a loop', () => {
    const root = folderOf('a/x.jpg');
    const found = crawl([root, join(root, 'a'), root], { followSymlinks: true });
    expect(faultsOf(root, found)).toEqual({});
    expect(filesOf(root, found)).toEqual(['a/x.jpg', 'a/x.jpg', 'a/x.jpg']); // a file that a job has already is left out later
  });

  test('that are hard are files like any other', () => {
    const root = folderOf('a.jpg');
    linkSync(join(root, 'a.jpg'), join(root, 'b.jpg'));
    expect(filesOf(root, crawl([root], { followSymlinks: true }))).toEqual(['a.jpg', 'b.jpg']);
  });
});

describe('sources', () => {
  test('are crawled in their order, and each thing knows its own', () => {
    const root = folderOf('one/a.jpg', 'two/b.jpg', 'c.jpg');
    const found = crawl([join(root, 'two'), join(root, 'c.jpg'), join(root, 'one')]);
    expect(found.map(({ path, source }) => [path.slice(root.length + 1), source])).toEqual([
      ['two/b.jpg', 0],
      ['c.jpg', 1],
      ['one/a.jpg', 2],
    ]);
  });

  test('that are missing are found with a fault, and the others go on', () => {
    const root = folderOf('a.jpg');
    const found = crawl([join(root, 'gone'), join(root, 'a.jpg'), join(root, 'a.jpg', 'below')]);
    expect(filesOf(root, found)).toEqual(['a.jpg']);
    expect(faultsOf(root, found)).toEqual({ gone: 'not-found', 'a.jpg/below': 'not-found' });
  });

  test('that are files are taken whatever the filter says: they were named', () => {
    const root = folderOf('.a.tmp');
    expect(
      filesOf(root, crawl([join(root, '.a.tmp')], { include: ['*.jpg'], exclude: ['*.tmp'], hidden: false })),
    ).toEqual(['.a.tmp']);
  });

  test('that are files have the same sidecars as when their folder is crawled', () => {
    const names = [
      'a.jpg',
      'a.jpg.xmp',
      'a.xmp',
      'a.aae',
      'a.jpg.aae',
      'README',
      'README.xmp',
      'b.xmp',
      'b.aae',
      '.c',
      '.c.xmp',
      '.xmp',
      'lone.jpg',
    ];
    const root = folderOf(...names);
    const inFolder = new Map(crawl([root]).map(({ path, sidecars }) => [path, sidecars]));
    for (const { path, sidecars } of crawl(names.map((name) => join(root, name))))
      expect(sidecars, path).toEqual(inFolder.get(path));
    const sidecarsOf = (name: string) =>
      (inFolder.get(join(root, name)) as [string][] | null)?.map(([sidecar]) => sidecar);
    expect(sidecarsOf('a.jpg')).toEqual(['a.jpg.aae', 'a.jpg.xmp', 'a.aae', 'a.xmp']);
    expect(sidecarsOf('README')).toEqual(['README.xmp']);
  });

  test('that are globs find what matches, at any depth that they say', () => {
    const root = folderOf('2019-01/a.jpg', '2019-02/x/b.jpg', '2020-01/c.jpg', '2019-01/d.tif', 'e.jpg');
    expect(filesOf(root, crawl([join(root, '2019-*', '**', '*.jpg')]))).toEqual(['2019-01/a.jpg', '2019-02/x/b.jpg']);
    expect(filesOf(root, crawl([join(root, '*.jpg')]))).toEqual(['e.jpg']);
    expect(filesOf(root, crawl([join(root, '2019-*', '*')], { include: ['*.tif'] }))).toEqual(['2019-01/d.tif']);
  });

  test('that are globs without any match are found with a fault, as a missing file is', () => {
    const root = folderOf('a.jpg');
    expect(faultsOf(root, crawl([join(root, '*.tif'), join(root, 'photo (1).jpg')]))).toEqual({
      '*.tif': 'not-found',
      'photo (1).jpg': 'not-found',
    });
    expect(faultsOf(root, crawl([join(root, 'gone', '*.tif')]))).toEqual({ 'gone/*.tif': 'not-found' });
  });
});

describe('trouble while crawling', () => {
  test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)(
    'with a folder that may not be read is found at the folder',
    () => {
      const root = folderOf('closed/a.jpg', 'open/b.jpg');
      chmodSync(join(root, 'closed'), 0);
      onTestFinished(() => {
        chmodSync(join(root, 'closed'), 0o755);
      });
      const found = crawl([root]);
      expect(filesOf(root, found)).toEqual(['open/b.jpg']);
      expect(faultsOf(root, found)).toEqual({ closed: 'permission-denied' });
    },
  );

  test('with a file that is gone before it is looked at is found at the file', () => {
    const root = folderOf('0.jpg', '1.jpg');
    const seen: string[] = [];
    const batch = new FoundBatch((files) => {
      for (const { names, faults } of files) {
        for (const [at, name] of names.entries()) seen.push(`${name} ${faults?.[at]?.code ?? 'found'}`);
      }
    }, 1_000);
    const request: CrawlRequest = {
      sources: [],
      include: [],
      exclude: [],
      hidden: true,
      followSymlinks: false,
      listFile: undefined,
    };
    const gone: Pick<FoundBatch, 'addFile' | 'addFault' | 'flush'> = {
      addFile: (...file) => {
        batch.addFile(...file);
        rmSync(join(root, '1.jpg'), { force: true }); // the folder has been read by now
      },
      addFault: (...fault) => {
        batch.addFault(...fault);
      },
      flush: () => undefined,
    };
    new Crawl(request, gone as FoundBatch).source(root, 0);
    batch.flush();
    expect(seen).toEqual(['0.jpg found', '1.jpg not-found']);
  });
});

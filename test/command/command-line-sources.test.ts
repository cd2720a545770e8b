import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { pathBytesOf, type PublicRecord } from '../process/support/public-record.ts';
import { parseRecords, runCli, temporaryFolders, type CliOptions } from '../process/support/run-cli.ts';

const temporaryFolder = temporaryFolders();
let world: string;
let tree: string;

async function recordsOf(args: readonly string[], options?: CliOptions): Promise<PublicRecord[]> {
  const { stdout, code, stderr } = await runCli([...args, '--data-dir', join(world, 'data')], options);
  expect([0, 2], stderr).toContain(code);
  return parseRecords<PublicRecord>(stdout);
}

/** The paths below the source, in order. */
async function namesOf(args: readonly string[], options?: CliOptions): Promise<string[]> {
  return (await recordsOf(['extract', ...args, '-f', 'jsonl'], options)).map(({ relativePath }) => relativePath).sort();
}

describe('sources', () => {
  beforeAll(async () => {
    world = await temporaryFolder('sources');
    tree = join(world, 'tree');
    for (const path of [
      'a.txt',
      'b.jpg',
      'B.JPG',
      '.hidden.txt',
      '.config/c.txt',
      'sub/a.txt',
      'sub/d.tif',
      'sub/deep/e.txt',
      'skip/f.txt',
      '[g].txt',
      'g.txt',
    ]) {
      await mkdir(join(tree, path, '..'), { recursive: true });
      await writeFile(join(tree, path), `${path}\n`);
    }
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'by name',
      ['--include', '*.txt'],
      ['.config/c.txt', '.hidden.txt', '[g].txt', 'a.txt', 'g.txt', 'skip/f.txt', 'sub/a.txt', 'sub/deep/e.txt'],
    ],
    ['by several names, in either case', ['--include', '*.jpg', '--include', '*.TIF'], ['B.JPG', 'b.jpg', 'sub/d.tif']],
    ['by path', ['--include', 'sub/**'], ['sub/a.txt', 'sub/d.tif', 'sub/deep/e.txt']],
    [
      'but for some',
      ['--include', '*.txt', '--exclude', 'a.*', '--exclude', 'sub/deep', '--exclude', '.*'],
      ['[g].txt', 'g.txt', 'skip/f.txt'],
    ],
    [
      'but for a folder of any place',
      ['--exclude', 'deep', '--exclude', 'skip/', '--no-hidden'],
      ['B.JPG', '[g].txt', 'a.txt', 'b.jpg', 'g.txt', 'sub/a.txt', 'sub/d.tif'],
    ],
    [
      'that are not hidden',
      ['--no-hidden', '--include', '*.txt'],
      ['[g].txt', 'a.txt', 'g.txt', 'skip/f.txt', 'sub/a.txt', 'sub/deep/e.txt'],
    ],
  ])('are chosen %s', async (_, options, expected) => {
    expect(await namesOf([tree, ...options])).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    ['of one folder', '*.txt', ['.hidden.txt', '[g].txt', 'a.txt', 'g.txt']],
    [
      'of all folders',
      '**/*.{txt,tif}',
      [
        '.config/c.txt',
        '.hidden.txt',
        '[g].txt',
        'a.txt',
        'g.txt',
        'skip/f.txt',
        'sub/a.txt',
        'sub/d.tif',
        'sub/deep/e.txt',
      ],
    ],
    ['of some folders', 's*/?.txt', ['skip/f.txt', 'sub/a.txt']],
    ['that is the name of a file', '[g].txt', ['[g].txt']],
  ])('may be a glob %s', async (_, glob, expected) => {
    const paths = (await recordsOf(['extract', join(tree, glob), '-f', 'jsonl'])).map(({ path }) => path).sort();
    expect(paths).toEqual(expected.map((name) => join(tree, name)));
  });

  test('may overlap: a file is read once', async () => {
    const sources = [
      join(tree, 'sub'),
      tree,
      join(tree, 'sub', 'deep'),
      `${tree}/`,
      join(tree, 'a.txt'),
      join(tree, 'sub', '..', 'a.txt'),
      join(tree, '**/*.txt'),
    ];
    for (const more of [[], ['--follow-symlinks']]) {
      const paths = (await recordsOf(['extract', ...sources, '-f', 'jsonl', ...more])).map(({ path }) => path);
      expect(paths).toHaveLength(11);
      expect(new Set(paths).size).toBe(11);
    }
  });

  test('may be relative, and a file that is named is read whatever is left out', async () => {
    expect(await namesOf(['.hidden.txt', 'sub', '--no-hidden', '--exclude', '*.txt'], { cwd: tree })).toEqual([
      '.hidden.txt',
      'd.tif',
    ]);
  });

  test('that are not there get a record', async () => {
    const [record] = await recordsOf(['extract', join(tree, 'missing'), '-f', 'jsonl']);
    expect(record).toMatchObject({ outcome: 'failed', error: { code: 'not-found' } });
  });

  describe('from a list', () => {
    const unusual = ['new\nline.txt', ' leading.txt', '-dash.txt'];

    beforeAll(async () => {
      await mkdir(join(world, 'listed'));
      for (const name of unusual) await writeFile(join(world, 'listed', name), name);
    });

    test('of lines, relative ones and folders among them', async () => {
      const list = join(world, 'lines.txt');
      await writeFile(list, ['a.txt', './g.txt\r', '', join(tree, 'sub'), 'a.txt', join(tree, 'gone.txt')].join('\n'));
      const records = await recordsOf(['extract', '--files-from', list, '-f', 'jsonl'], { cwd: tree });
      expect(records.map(({ path, outcome }) => [path, outcome]).sort()).toEqual([
        [join(tree, 'a.txt'), 'no-metadata'],
        [join(tree, 'g.txt'), 'no-metadata'],
        [join(tree, 'gone.txt'), 'failed'],
        [join(tree, 'sub', 'a.txt'), 'no-metadata'],
        [join(tree, 'sub', 'd.tif'), 'no-metadata'],
        [join(tree, 'sub', 'deep', 'e.txt'), 'no-metadata'],
      ]);
    });

    test('of paths that are ended by NUL', async () => {
      const list = join(world, 'nul.txt');
      await writeFile(list, unusual.map((name) => `${join(world, 'listed', name)}\0`).join(''));
      expect(await namesOf(['--files-from', list])).toEqual([...unusual].sort());
    });

    test('on standard input, beside a source', async () => {
      expect(
        await namesOf([join(tree, 'skip'), '--files-from', '-'], {
          stdin: unusual.map((name) => `${name}\0`).join(''),
          cwd: join(world, 'listed'),
        }),
      ).toEqual([...unusual, 'f.txt'].sort());
      expect(await namesOf(['--files-from', '-'], { stdin: 'a.txt\nsub/a.txt', cwd: tree })).toEqual([
        'a.txt',
        'a.txt',
      ]);
      expect(await namesOf(['--files-from', '-'], { stdin: '' })).toEqual([]);
    });

    test.runIf(process.platform === 'linux')('with names that are not UTF-8, byte for byte', async () => {
      const path = Buffer.concat([Buffer.from(join(world, 'listed')), Buffer.from('/caf\xe9 \xff.txt', 'latin1')]);
      await writeFile(path, 'text');
      const [record, ...others] = await recordsOf(['extract', '--files-from', '-', '-f', 'jsonl'], {
        stdin: Buffer.concat([path, Buffer.from('\n')]),
      });
      expect(others).toEqual([]);
      expect(record).toMatchObject({ outcome: 'no-metadata', relativePath: 'caf\ufffd \ufffd.txt' });
      if (record !== undefined) expect(pathBytesOf(record)).toEqual(path);
    });
  });
});

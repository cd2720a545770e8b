import { join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { CommandFault } from '../../src-main/cli/exit.ts';
import { addJobOptions, defaultSlots, type JobOptions, toJobSpec } from '../../src-main/cli/job-options.ts';
import { jobIdOf } from '../../src-main/cli/job-id.ts';
import { fromZero, portOf, positive, slotCount, wholeNumberIn } from '../../src-main/cli/option-values.ts';
import { sourcePath } from '../../src-main/cli/source-path.ts';
import { addRunOptions, dataFolderOf, type RunOptions } from '../../src-main/cli/run-options.ts';
import { JobSpec } from '../../src-protocol/model/job.ts';

function parse(...words: string[]): { readonly sources: string[]; readonly options: JobOptions & RunOptions } {
  const command = addRunOptions(addJobOptions(new Command('extract').argument('[sources...]')));
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  command.parse(words, { from: 'user' });
  return { sources: command.args, options: command.opts() };
}

function specOf(...words: string[]): JobSpec {
  const { sources, options } = parse(...words);
  return toJobSpec(sources, options);
}

describe('the options of a job', () => {
  test('choose computers for the whole job by names and labels, and for folders by names', () => {
    const spec = specOf('photos', '--machines', 'attic, local', '--labels=raw,fast', '--assign', 'a=b=cellar,attic');
    expect(spec.workers).toEqual({ names: ['attic', 'local'], labels: ['raw', 'fast'] });
    expect(spec.assignments).toEqual([{ folder: resolve('a=b'), workers: { names: ['cellar', 'attic'], labels: [] } }]);
    expect(specOf('photos', '--local-only').workers).toEqual({ names: ['local'], labels: [] });
    expect(specOf('photos').workers).toBeUndefined();
    for (const elsewhere of [
      ['--machines', 'attic'],
      ['--labels', 'raw'],
      ['--assign', 'a=attic'],
    ])
      expect(() => specOf('photos', '--local-only', ...elsewhere)).toThrow(CommandFault);
    for (const wrong of [
      ['--machines', 'attic,'],
      ['--assign', 'attic'],
      ['--assign', '=attic'],
      ['--assign', 'a='],
    ])
      expect(() => specOf('photos', ...wrong)).toThrow(CommanderError);
  });

  test('give the job that the documentation says, where none is named', () => {
    const spec = specOf('photos');
    expect(spec).toEqual({
      sources: [resolve('photos')],
      listed: false,
      include: [],
      exclude: [],
      hidden: true,
      followSymlinks: false,
      extraction: { profile: 'complete', hashes: [], timeoutMs: 60_000 },
      cache: 'use',
      priority: 'normal',
      maxAttempts: 3,
      limits: {},
      watch: false,
      assignments: [],
    });
    expect(JobSpec.parse(spec)).toEqual(spec);
  });

  test('each change what they say', () => {
    const spec = specOf(
      ...[
        'a',
        '/b/../c',
        '--include',
        '*.jpg',
        '--include',
        '*.tif',
        '--exclude',
        'tmp',
        '--no-hidden',
        '--follow-symlinks',
      ],
      ...[
        '--profile',
        'fast',
        '--hash',
        'sha256',
        '--refresh',
        '--timeout',
        '0.5',
        '--retries',
        '0',
        '--priority',
        'critical',
      ],
    );
    expect(spec).toEqual({
      sources: [resolve('a'), '/c'],
      listed: false,
      include: ['*.jpg', '*.tif'],
      exclude: ['tmp'],
      hidden: false,
      followSymlinks: true,
      extraction: { profile: 'fast', hashes: ['sha256'], timeoutMs: 500 },
      cache: 'refresh',
      priority: 'critical',
      maxAttempts: 1,
      limits: {},
      watch: false,
      assignments: [],
    });
    expect(JobSpec.parse(spec)).toEqual(spec);
  });

  test('take no source for a value: sources may stand behind every option', () => {
    expect(specOf('--hash', 'sha256', '/photos')).toMatchObject({
      sources: ['/photos'],
      extraction: { hashes: ['sha256'] },
    });
    expect(specOf('--include', '*.jpg', '/photos')).toMatchObject({ sources: ['/photos'], include: ['*.jpg'] });
  });

  test('that are named twice count once', () => {
    expect(specOf('--hash', 'sha256', '--hash', 'sha256', '/a').extraction.hashes).toEqual(['sha256']);
  });

  test('do without the cache where that is wanted', () => {
    expect(specOf('a', '--no-cache').cache).toBe('off');
    expect(() => specOf('a', '--no-cache', '--refresh')).toThrow('--no-cache and --refresh exclude each other.');
  });

  test('need something to extract from', () => {
    expect(() => specOf()).toThrow(CommandFault);
    expect(() => specOf()).toThrow(
      'Nothing to extract from: name files, folders or globs, or a list of them with --files-from.',
    );
    expect(specOf('--files-from', '-')).toMatchObject({ sources: [], listed: true });
  });

  test('keep a glob as it is but for its place', () => {
    expect(specOf('photos/2019-*/**/*.jpg').sources).toEqual([join(resolve('photos'), '2019-*', '**', '*.jpg')]);
  });

  test.each([
    ['--profile', 'slow'],
    ['--hash', 'md5'],
    ['--priority', 'urgent'],
    ['--timeout', '0'],
    ['--timeout', 'soon'],
    ['--retries', '-1'],
    ['--retries', '1.5'],
    ['--workers', '0'],
    ['--workers', 'many'],
    ['--log-level', 'loud'],
    ['--progress', 'loud'],
    ['--max-memory', 'much'],
    ['--unknown', 'x'],
  ])('refuse %s %s', (option, value) => {
    expect(() => parse('a', option, value)).toThrow(CommanderError);
  });
});

describe('the path of a source', () => {
  const server = 'http://nas.local:7460';

  test('is found from this folder where no other computer is meant', () => {
    expect(sourcePath('photos', undefined)).toBe(resolve('photos'));
  });

  test('is taken as it is where a server is named, whichever system that has', () => {
    for (const path of ['/photos', '/photos/2019-*/**', 'D:\\photos', 'D:/photos', '\\\\nas\\photos'])
      expect(sourcePath(path, server)).toBe(path);
  });

  test('is refused where the server could not know it', () => {
    for (const path of ['photos', './photos', '../photos', 'D:photos', '*.jpg'])
      expect(() => sourcePath(path, server), path).toThrow(`does not know from which folder “${path}” is meant`);
  });
});

describe('numbers on the command line', () => {
  test.each([
    {
      name: 'seconds',
      parser: positive,
      good: ['0.1', '60', '86400'],
      bad: ['', '0', '0.05', '86401', '-1', 'NaN', 'x', '1s', 'Infinity'],
    },
    {
      name: 'retries',
      parser: wholeNumberIn(0, 99),
      good: ['0', '2', '99'],
      bad: ['-1', '100', '1.5', 'x', '1e9', ''],
    },
    { name: 'counts', parser: fromZero, good: ['0', '1', '1000000'], bad: ['-1', '1.5', 'x', '', ' ', '1e99'] },
    { name: 'slots', parser: slotCount, good: ['1', '8', '256'], bad: ['0', '257', '2.5', '', 'x'] },
    { name: 'ports', parser: portOf, good: ['0', '7461', '65535'], bad: ['-1', '65536', '1.5', '', ' '] },
    { name: 'jobs', parser: jobIdOf, good: ['1', '123456'], bad: ['0', '-1', '1.5', 'x', ''] },
  ])('are checked: $name', ({ parser, good, bad }) => {
    expect(good.map((text) => parser(text))).toEqual(good.map(Number));
    for (const text of bad) expect(() => parser(text), `“${text}”`).toThrow('It must be');
  });

  test('for slots default to what the machine has', () => {
    expect(defaultSlots()).toBeGreaterThanOrEqual(1);
    expect(parse('a').options.workers).toBe(defaultSlots());
  });
});

test('the data folder is the named one, from here on', () => {
  expect(dataFolderOf({ dataDir: 'data' })).toBe(resolve('data'));
  expect(dataFolderOf(parse('a', '--data-dir', '/x/../y').options)).toBe('/y');
});

import { Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { addWorkerOptions, sizeBytes, type WorkerOptions } from '../../src-main/cli/worker-options.ts';

function parse(...words: string[]): WorkerOptions {
  const command = addWorkerOptions(new Command('worker')).exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  command.parse(words, { from: 'user' });
  return command.opts();
}

test('a worker listens on all addresses, announces itself and offers a slot for each core unless it is told otherwise', () => {
  expect(parse()).toMatchObject({
    host: '0.0.0.0',
    port: 7_461,
    announce: true,
    pair: false,
    maxMemory: 1_000,
    maxTemp: 20e9,
    grace: 10,
  });
  expect(
    parse('--no-announce', '--labels', 'raw, fast,raw', '--root', 'a', '--root', 'b', '--grace', '0'),
  ).toMatchObject({
    announce: false,
    labels: ['raw', 'fast'],
    root: ['a', 'b'],
    grace: 0,
  });
});

test('a size is read with its unit', () => {
  expect(['20GB', '20 gb', '1.5 TB', '500mb', '3000000'].map(sizeBytes)).toEqual([2e10, 2e10, 1.5e12, 5e8, 3e6]);
});

test('what makes no sense is refused', () => {
  const wrong = [
    ['--max-temp', '1kb'],
    ['--max-temp', 'much'],
    ['--labels', 'raw,'],
    ['--labels', 'two words'],
    ['--name', ' '],
    ['--name', 'at\u0007tic'],
    ['--port', '-1'],
    ['--grace', 'long'],
    ['--slots', '0'],
  ];
  for (const words of wrong) expect(() => parse(...words), words.join(' ')).toThrow(CommanderError);
});

import { expect, test } from 'vitest';
import { CommandFault, EXIT } from '../../src-main/cli/exit.ts';
import { createProgram } from '../../src-main/cli/program.ts';

test('the exit codes are those of the documentation', () => {
  expect(EXIT).toEqual({ complete: 0, someFailed: 2, couldNotRun: 1, interrupted: 130 });
});

test('the help tells them', () => {
  let help = '';
  const program = createProgram(() => undefined);
  program
    .configureOutput({
      writeOut: (text) => {
        help += text;
      },
    })
    .outputHelp();
  for (const code of Object.values(EXIT)) expect(help).toMatch(new RegExp(`Exit codes:.*\\b${code}\\b`));
});

test('a fault of the command is told from a fault of the program by its name', () => {
  const fault = new CommandFault('Nothing to extract from.');
  expect([fault.name, fault.message, fault instanceof Error]).toEqual([
    'CommandFault',
    'Nothing to extract from.',
    true,
  ]);
});

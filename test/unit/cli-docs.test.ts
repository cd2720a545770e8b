import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../src-main/cli/program.ts';

const docs = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}

test('docs/cli.md names every command and every option, and no option that there is not', () => {
  const visible = commandsOf(createProgram(() => undefined)).filter((command) => command.name() !== 'start-page');
  const options = new Set(visible.flatMap((command) => command.options.map(({ long }) => long ?? '')));
  options.delete('--version');
  expect(options.size).toBeGreaterThan(25);
  expect([...options].filter((option) => !docs.includes(option))).toEqual([]);
  expect(visible.map((command) => command.name()).filter((name) => !docs.includes(name))).toEqual([]);
  const documented = new Set(docs.match(/(?<=[`[ ])--[a-z][a-z-]+/g));
  documented.delete('--silent'); // npm's own
  documented.delete('--headless-worker'); // of the packed program, which is told by it not to open a window
  expect([...documented].filter((option) => !options.has(option))).toEqual([]);
});

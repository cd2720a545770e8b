import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const program = `
import { writeSync } from 'node:fs';
const [command] = process.argv.slice(2);
if (command === 'wait') {
  process.on('SIGINT', () => { writeSync(1, 'interrupted\\n'); process.exit(130); });
  process.on('SIGTERM', () => { writeSync(1, 'terminated\\n'); process.exit(143); });
  setInterval(() => {}, 1000);
  writeSync(1, 'waiting\\n');
} else if (command === 'die') {
  process.kill(process.pid, 'SIGKILL');
} else {
  writeSync(1, JSON.stringify({ arguments: process.argv.slice(2), wrapped: process.env.WRAPPED === '1' }));
  process.exitCode = 3;
}
`;

// As it is installed from a package: the command and the built program, without the sources.
let root: string;
let command: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'metaextract-installed-'));
  command = join(root, 'bin', 'metaextract.mjs');
  await cp(join(import.meta.dirname, '../../bin'), join(root, 'bin'), { recursive: true });
  await mkdir(join(root, 'out', 'main'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await writeFile(join(root, 'out', 'main', 'cli.js'), program);
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Puts a Node of its own into the installation, as the npm package does. */
async function addOwnNode(): Promise<void> {
  const folder = join(root, 'node_modules', 'node', 'bin');
  await mkdir(folder, { recursive: true });
  const script = `#!/bin/sh\nWRAPPED=1 exec '${process.execPath}' "$@"\n`;
  await writeFile(join(folder, 'node'), script, { mode: 0o755 });
}

function run(...commandArguments: string[]) {
  return runIn({}, ...commandArguments);
}

/** Without the developer's own display and Electron. */
function runIn(own: NodeJS.ProcessEnv, ...commandArguments: string[]) {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ELECTRON_OVERRIDE_DIST_PATH: ___, ...env } = process.env;
  return spawnSync(process.execPath, [command, ...commandArguments], { encoding: 'utf8', env: { ...env, ...own } });
}

describe.skipIf(process.platform === 'win32').each([
  ['on the Node that runs the command', false],
  ['on the Node of the installation', true],
])('%s', (_, ownNode) => {
  beforeEach(async () => {
    if (ownNode) await addOwnNode();
  });

  test('the arguments, the output and the exit code pass through unchanged', () => {
    const { stdout, stderr, status } = run('extract', '-o', 'a b', '');
    expect(JSON.parse(stdout)).toEqual({ arguments: ['extract', '-o', 'a b', ''], wrapped: ownNode });
    expect(stderr).toBe('');
    expect(status).toBe(3);
  });

  test.each([
    ['SIGINT', 'interrupted\n', 130],
    ['SIGTERM', 'terminated\n', 143],
  ] as const)('%s reaches the program, which ends in its own way', async (signal, lastWords, exitCode) => {
    const child = spawn(process.execPath, [command, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await once(child.stdout, 'data');
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(output).toBe(`waiting\n${lastWords}`);
    expect(code).toBe(exitCode);
  });
});

describe.skipIf(process.platform === 'win32')('the command', () => {
  test('gives 128 and the signal’s number for a program that was killed', async () => {
    await addOwnNode();
    expect(run('die').status).toBe(137);
  });

  test('works through a link, as npm makes one', async () => {
    const link = join(root, 'linked');
    await symlink(command, link);
    command = link;
    expect(JSON.parse(run('x').stdout)).toMatchObject({ arguments: ['x'] });
  });

  test.runIf(process.platform === 'linux')('shows its pages where no window can be opened, and says why', async () => {
    const electron = join(root, 'electron');
    await mkdir(electron);
    await writeFile(join(electron, 'electron'), '#!/bin/sh\nexit 127\n', { mode: 0o755 });
    const found = [
      runIn({}),
      runIn({ DISPLAY: ':1' }),
      runIn({ DISPLAY: ':1', ELECTRON_OVERRIDE_DIST_PATH: electron }),
    ];
    const missing = [
      'there is no display here',
      'Electron cannot be had here',
      'Electron lacks a library of the system',
    ];
    for (const [at, { stdout, stderr, status }] of found.entries()) {
      expect(JSON.parse(stdout)).toMatchObject({ arguments: ['start-page'] });
      expect(stderr).toBe(`metaextract: ${missing[at] ?? ''}, so its pages open in the browser, without a window\n`);
      expect(status).toBe(3);
    }
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, DIR_TARGET, Platform } from 'electron-builder';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { writeCollection } from '../fixtures/collection.ts';
import { runCli, temporaryFolders } from '../process/support/run-cli.ts';
import { jobIn, startServer } from '../process/support/server.ts';
import { hearWorker } from '../process/support/worker.ts';
import { connectPort, electron, root, runJob, sandboxArguments } from './support/desktop-app.ts';

const ON = '1'.charCodeAt(0);
const OFF = '0'.charCodeAt(0);
const FILES = 12;

const isHere = electron !== undefined && process.platform === 'linux'; // elsewhere the pipeline packs with its own tools

describe.skipIf(!isHere)('the packed program', () => {
  const temporaryFolder = temporaryFolders();
  let folder: string;
  let program: string;
  let pictures: string;
  let expected: unknown[];

  beforeAll(async () => {
    folder = await temporaryFolder('pack');
    pictures = join(folder, 'pictures');
    program = await pack(folder);
    await writeCollection({ folder: pictures, count: FILES, seed: 9, paddingScale: 0 });
    const out = join(folder, 'expected.jsonl');
    await runCli(['extract', pictures, '-o', out, '--data-dir', join(folder, 'cli-data'), '--quiet']);
    expected = recordsOf(out);
    expect(expected).toHaveLength(FILES);
  }, 120_000);

  test('can be made to run no code but its own', async () => {
    const fuses = await getCurrentFuseWire(program);
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: OFF,
      [FuseV1Options.EnableCookieEncryption]: ON,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: OFF,
      [FuseV1Options.EnableNodeCliInspectArguments]: OFF,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ON,
      [FuseV1Options.OnlyLoadAppFromAsar]: ON,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: OFF,
    });
  });

  test('has what other programs open outside of its archive, and nothing that is only for development', () => {
    const unpacked = join(dirname(program), 'resources', 'app.asar.unpacked');
    expect(existsSync(join(unpacked, 'resources', 'exiftool', 'lease-output.pl'))).toBe(true);
    expect(existsSync(join(unpacked, 'node_modules', 'exiftool-vendored.pl', 'bin', 'exiftool'))).toBe(true);
    expect(readdirSync(join(unpacked, 'node_modules', 'better-sqlite3'))).not.toContain('deps');
    expect(existsSync(join(dirname(program), 'resources', 'app'))).toBe(false);
  });

  test('runs as a command without a display, with the same results', async () => {
    const out = join(folder, 'command.jsonl');
    const { code, stdout } = await runProgram(['--version']);
    expect([code, stdout.trim()]).toEqual([0, (await runCli(['--version'])).stdout.trim()]);
    const data = join(folder, 'command-data');
    expect((await runProgram(['extract', pictures, '-o', out, '--data-dir', data, '--quiet'])).code).toBe(0);
    expect(recordsOf(out)).toEqual(expected);
    const unknown = await runProgram(['extrakt']);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("unknown command 'extrakt'")]);
  }, 60_000);

  test('works for another computer without a display, with the same results', async () => {
    const words = ['--host', '127.0.0.1', '--port', '0', '--no-announce', '--name', 'packed', '--json'];
    const worker = hearWorker(startProgram(['--headless-worker', ...words, '--data-dir', join(folder, 'worker-data')]));
    const data = join(folder, 'coordinator-data');
    const server = await startServer(data);
    onTestFinished(async () => {
      await Promise.all([worker.end('SIGKILL'), server.end()]);
    });
    const { client } = server;
    await client.machines.pair({ code: await worker.code() });
    await expect
      .poll(async () => (await client.machines.list()).machines, { timeout: 20_000 })
      .toMatchObject([
        {
          name: 'packed',
          state: 'ready',
          cpuShare: expect.any(Number) as number,
          rssBytes: expect.any(Number) as number,
        },
      ]);
    const { id } = await client.jobs.create({ sources: [pictures], workers: { names: ['packed'] } });
    await jobIn(client, id, ['completed']);
    const { exportId } = await client.exports.start({ id, format: 'jsonl' });
    await expect.poll(async () => (await client.exports.get({ exportId })).state).toBe('complete');
    expect(recordsOf(join(data, 'exports', `${exportId}.jsonl`))).toEqual(expected);
    expect((await client.machines.list()).machines).toMatchObject([{ filesDone: FILES }]);
    expect(await worker.end()).toBe(0);
    expect(worker.told).toContainEqual({ event: 'ending' });
  }, 60_000);

  test('extracts and exports in its window, with the same results', async () => {
    const opened = await openPacked(join(folder, 'window-data'));
    try {
      const client = await connectPort(opened.page);
      const id = await runJob(client, [pictures]);
      const { exportId } = await client.exports.start({ id, format: 'jsonl' });
      await expect.poll(async () => (await client.exports.get({ exportId })).state).toBe('complete');
      const file = join(folder, 'window-data', 'exports', `${exportId}.jsonl`);
      expect(recordsOf(file)).toEqual(expected);
      const seen = await opened.page.evaluate(() => ['process', 'require'].filter((name) => name in globalThis));
      expect(seen).toEqual([]);
    } finally {
      await opened.end();
    }
  }, 60_000);

  function runProgram(args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
    return outcomeOf(startProgram(args));
  }

  function startProgram(args: readonly string[]): ChildProcess {
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    return spawn(program, [...sandboxArguments, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async function openPacked(dataFolder: string): Promise<{ page: Page; end: () => Promise<void> }> {
    // with its fuses as they are it takes no debugger of Node's, so the page is driven as one of any browser
    const child = spawn(program, [...sandboxArguments, '--remote-debugging-port=0'], {
      env: { ...process.env, METAEXTRACT_DATA_DIR: dataFolder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exit = once(child, 'exit');
    const url = await debuggerUrl(child);
    await pageIsThere(url);
    const browser: Browser = await chromium.connectOverCDP(url);
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Error('The packed program has opened no window.');
    return {
      page,
      end: async () => {
        child.kill('SIGTERM');
        await exit;
        await browser.close();
      },
    };
  }

  afterAll(() => {
    rmSync(join(folder, 'electron'), { recursive: true, force: true });
  });
});

describe.skipIf(process.platform !== 'linux')('the package for Debian', () => {
  const temporaryFolder = temporaryFolders();

  test('can be made: it says who maintains it, and where it is from', async () => {
    const folder = await temporaryFolder('deb');
    mkdirSync(join(folder, 'program', 'resources'), { recursive: true });
    const made: string[][] = [];
    await build({
      projectDir: root,
      targets: Platform.LINUX.createTarget('deb'),
      prepackaged: join(folder, 'program'),
      config: { directories: { output: join(folder, 'dist') } },
      effectiveOptionComputed: ([fpmArguments]: [string[]]) => {
        made.push(fpmArguments);
        return Promise.resolve(true); // that is all: what makes the file itself is fetched from elsewhere
      },
    });
    const valueOf = (option: string) => made[0]?.[made[0].indexOf(option) + 1];
    expect(valueOf('--maintainer')).toMatch(/^MetaExtract contributors <\S+@\S+>$/);
    expect(valueOf('--url')).toMatch(/^https:/);
  });
});

/** Packs what is built with the Electron that the tests run on. */
async function pack(folder: string): Promise<string> {
  const electronDist = join(folder, 'electron');
  const dist = dirname(electron ?? '');
  const defaultApps = ['app', 'default_app.asar'].map((name) => join(dist, 'resources', name));
  cpSync(dist, electronDist, { recursive: true, filter: (path) => !defaultApps.includes(path) });
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget(DIR_TARGET),
    config: {
      electronDist,
      electronVersion: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, ''),
      directories: { output: join(folder, 'dist') },
    },
  });
  return join(folder, 'dist', 'linux-unpacked', 'metaextract');
}

/** The records without what differs from one run to the next. */
function recordsOf(file: string): unknown[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const {
        modules: _durations,
        tags,
        ...record
      } = JSON.parse(line) as { path: string; modules: object; tags: object };
      const { 'System:FileAccessDate': _readAt, ...lasting } = tags as Record<string, unknown>;
      return { ...record, tags: lasting };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}

async function outcomeOf(child: ChildProcess): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

async function debuggerUrl(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /DevTools listening on (\S+)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', () => {
      reject(new Error(`The packed program ended: ${said}`));
    });
  });
}

/** A debugger that comes while a page is being made waits for it for ever. */
async function pageIsThere(debuggerAddress: string): Promise<void> {
  const list = `http://${new URL(debuggerAddress).host}/json/list`;
  const titles = async () => ((await (await fetch(list)).json()) as { title: string }[]).map(({ title }) => title);
  await expect.poll(titles, { timeout: 15_000 }).toContain('MetaExtract');
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolders } from '../process/support/run-cli.ts';
import { closeDesktop, electron, openDesktop, root, sandboxArguments } from './support/desktop-app.ts';

/** Less than the program gives itself: then something hung. */
const ENDS_WITHIN_MS = 7_000;
const TIMES = 10;

describe.skipIf(electron === undefined)('the end of the desktop program', () => {
  const temporaryFolder = temporaryFolders();

  /** Starts it as a person does: without a debugger, which would be one more thing that keeps it. */
  function start(dataFolder: string): ChildProcess {
    const child = spawn(electron ?? '', [...sandboxArguments, root], {
      env: { ...process.env, METAEXTRACT_DATA_DIR: dataFolder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return child;
  }

  const logOf = (dataFolder: string) => {
    try {
      return readFileSync(join(dataFolder, 'logs', 'desktop.log'), 'utf8');
    } catch {
      return ''; // it has only just been started
    }
  };
  const eventsOf = (dataFolder: string) =>
    [...logOf(dataFolder).matchAll(/"msg":"([^"]+)"/g)].map(([, event]) => event);

  async function endsInTime(child: ChildProcess): Promise<void> {
    const late = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
    const askedAt = performance.now();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    clearTimeout(late);
    expect(performance.now() - askedAt).toBeLessThan(ENDS_WITHIN_MS);
  }

  test('comes by itself when the window is closed while the data is being opened, every time', async () => {
    for (let time = 1; time <= TIMES; time += 1) {
      const dataFolder = await temporaryFolder('end-close');
      const desktop = await openDesktop(dataFolder);
      const child = desktop.app.process();
      const closed = closeDesktop(desktop);
      await endsInTime(child);
      await closed;
      expect(child.exitCode).toBe(0);
      expect(eventsOf(dataFolder).at(-1)).toBe('data.closed');
    }
  }, 120_000);

  test.skipIf(process.platform === 'win32')(
    'comes in order when the system asks for it, at whatever moment',
    async () => {
      for (let time = 1; time <= TIMES; time += 1) {
        const dataFolder = await temporaryFolder('end-sigterm');
        const child = start(dataFolder);
        const moment = time % 2 === 0 ? 'data.opened' : 'window.shown';
        await expect.poll(() => eventsOf(dataFolder), { timeout: 20_000, interval: 5 }).toContain(moment);
        child.kill('SIGTERM');
        await endsInTime(child);
        const events = eventsOf(dataFolder);
        expect(events.at(-1)).toBe('data.closed');
        expect(events).not.toContain('data.not-opened');
      }
    },
    120_000,
  );

  test.skipIf(process.platform === 'win32')('comes within ten seconds where the window does not close', async () => {
    const dataFolder = await temporaryFolder('end-stuck');
    const desktop = await openDesktop(dataFolder);
    const child = desktop.app.process();
    await expect.poll(() => eventsOf(dataFolder)).toContain('data.opened');
    await desktop.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.on('close', (event) => {
        event.preventDefault();
      });
    });
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const askedAt = performance.now();
    await ended;
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    expect(eventsOf(dataFolder).at(-1)).toBe('end.late');
  });

  test('a log that cannot be opened is said, and is no window that never comes', async () => {
    const dataFolder = await temporaryFolder('end-log');
    mkdirSync(join(dataFolder, 'logs', 'desktop.log'), { recursive: true });
    const child = start(dataFolder);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/^MetaExtract could not start: EISDIR/m);
  });
});

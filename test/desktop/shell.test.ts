import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { PORT_MESSAGE, type DesktopBridge, type DesktopRequest } from '../../src-protocol/desktop/desktop-bridge.ts';
import { writeCollection } from '../fixtures/collection.ts';
import { temporaryFolders } from '../process/support/run-cli.ts';
import {
  closeDesktop,
  connectPort,
  electron,
  inMain,
  openDesktop,
  root,
  runJob,
  sandboxArguments,
  type RunningDesktop,
} from './support/desktop-app.ts';

interface Asked {
  readonly message: string;
  readonly buttons: readonly string[];
}

const EVENT_LOOP_DELAY_MS = 20;

describe.skipIf(electron === undefined)('the desktop shell', () => {
  const temporaryFolder = temporaryFolders();

  async function open(dataFolder: string, args: readonly string[] = []): Promise<RunningDesktop> {
    const desktop = await openDesktop(dataFolder, args);
    onTestFinished(() => closeDesktop(desktop).catch(() => undefined)); // most tests end it themselves
    return desktop;
  }

  /** Answers every question of the program with this button from now on. */
  const answerWith = ({ app }: RunningDesktop, button: number) =>
    app.evaluate(({ dialog }, response) => {
      const asked: unknown[] = [];
      Reflect.set(globalThis, 'asked', asked);
      dialog.showMessageBox = (...questions: unknown[]) => {
        asked.push(questions.at(-1));
        return Promise.resolve({ response, checkboxChecked: false });
      };
    }, button);
  const questions = ({ app }: RunningDesktop) =>
    app.evaluate(() => Reflect.get(globalThis, 'asked') as Asked[] | undefined).then((asked) => asked ?? []);

  /** What the page hears from now on. */
  const listen = ({ page }: RunningDesktop) =>
    page.evaluate(() => {
      const heard: unknown[] = [];
      Reflect.set(window, 'heard', heard);
      (Reflect.get(window, 'metaextract') as DesktopBridge).onRequest((request) => heard.push(request));
    });
  const heard = ({ page }: RunningDesktop) =>
    page.evaluate(() => Reflect.get(window, 'heard') as DesktopRequest[] | undefined).then((all) => all ?? []);

  test('shows the window at once, and what was named on the command line reaches the page', async () => {
    const dataFolder = await temporaryFolder('shell-start');
    const desktop = await open(dataFolder, [root, 'no-such-file']);
    await listen(desktop);
    await expect.poll(() => heard(desktop)).toEqual([{ kind: 'add-sources', paths: [root] }]);
    const shownAfterMs = () => {
      const log = readFileSync(join(dataFolder, 'logs', 'desktop.log'), 'utf8');
      return Number(/"sinceStartMs":(\d+),"msg":"window.shown"/.exec(log)?.[1]);
    };
    await expect.poll(shownAfterMs).toBeLessThan(3_000); // 0.7 s on a machine that does nothing else
  });

  test('a second start shows the window that there is, with what was named', async () => {
    const dataFolder = await temporaryFolder('shell-second');
    const desktop = await open(dataFolder);
    await listen(desktop);
    const second = spawn(electron ?? '', [...sandboxArguments, root, 'package.json'], {
      cwd: root,
      env: { ...process.env, METAEXTRACT_DATA_DIR: dataFolder },
      stdio: 'ignore',
    });
    await once(second, 'exit');
    await expect.poll(() => heard(desktop)).toEqual([{ kind: 'add-sources', paths: [join(root, 'package.json')] }]);
    expect(desktop.app.windows()).toHaveLength(1);
  });

  test('the menu asks the page, and adds what is chosen in the dialog', async () => {
    const desktop = await open(await temporaryFolder('shell-menu'));
    await listen(desktop);
    const labels = await desktop.app.evaluate(({ Menu, dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/a', '/b'] });
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      for (const label of ['Add files…', 'Export…', 'Keyboard shortcuts'])
        items.find((item) => item.label === label)?.click();
      return items.map(({ label, accelerator }) => `${label} ${accelerator ?? ''}`.trim());
    });
    expect(labels).toEqual(
      expect.arrayContaining([
        'Add files… CmdOrCtrl+O',
        'Add folders… CmdOrCtrl+Shift+O',
        'Export… CmdOrCtrl+E',
        'Open log folder',
      ]),
    );
    await expect
      .poll(() => heard(desktop))
      .toEqual(
        expect.arrayContaining([
          { kind: 'command', command: 'export' },
          { kind: 'command', command: 'keyboard-help' },
          { kind: 'add-sources', paths: ['/a', '/b'] },
        ]),
      );
  });

  test('a page gets a port whenever it asks, and again after it was loaded anew', async () => {
    const desktop = await open(await temporaryFolder('shell-ports'));
    const portOf = () =>
      desktop.page.evaluate(
        (portMessage) =>
          new Promise<number>((resolve) => {
            addEventListener('message', ({ data, ports }) => {
              if (data === portMessage) resolve(ports.length);
            });
            (Reflect.get(window, 'metaextract') as DesktopBridge).connect();
          }),
        PORT_MESSAGE,
      );
    expect([await portOf(), await portOf()]).toEqual([1, 1]);
    await desktop.page.reload();
    expect(await portOf()).toBe(1);
    const health = await (await connectPort(desktop.page)).system.health();
    expect(health).toMatchObject({ status: 'ok', runningJobs: 0 });
  });

  test('keeps the place of the window and the theme for the next start', async () => {
    const dataFolder = await temporaryFolder('shell-state');
    const first = await open(dataFolder);
    await first.page.evaluate(() => {
      // where the page keeps what was chosen: it says so to the program whenever it is loaded
      localStorage.setItem('metaextract.preferences', JSON.stringify({ state: { theme: 'dark' }, version: 1 }));
    });
    await first.page.reload();
    await expect.poll(() => inMain(first, ({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await inMain(first, ({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 700, height: 520 });
    });
    await closeDesktop(first);
    expect(JSON.parse(readFileSync(join(dataFolder, 'window', 'desktop.json'), 'utf8'))).toMatchObject({
      theme: 'dark',
    });
    const second = await open(dataFolder);
    const found = await second.app.evaluate(({ BrowserWindow, nativeTheme }) => ({
      bounds: BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
      theme: nativeTheme.themeSource,
    }));
    expect(found).toEqual({ bounds: { x: 40, y: 60, width: 700, height: 520 }, theme: 'dark' });
    expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  });

  test('a data folder that cannot be opened is said in a dialog, with what to do', async () => {
    const dataFolder = await temporaryFolder('shell-broken');
    writeFileSync(join(dataFolder, 'settings.json'), '{ broken');
    const desktop = await openDesktop(dataFolder);
    const ended = once(desktop.app.process(), 'exit');
    // the dialog waits for a person: that it is there is seen by the program that goes on
    const log = () => readFileSync(join(dataFolder, 'logs', 'desktop.log'), 'utf8');
    await expect.poll(log).toContain('"data.not-opened"');
    expect(log()).toContain('Correct the file or remove it');
    desktop.app.process().kill('SIGTERM');
    await ended;
  });

  test('a page that hangs is loaded anew where the person says so, and is asked about once', async () => {
    const desktop = await open(await temporaryFolder('shell-hang'));
    await answerWith(desktop, 1);
    await desktop.page.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    await desktop.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.emit('unresponsive'); // Chromium says so only after half a minute
    });
    const answers = () =>
      desktop.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const late = new Promise((resolve) => setTimeout(resolve, 500, 'it hangs'));
        return Promise.race([contents?.executeJavaScript('document.title'), late]);
      });
    await expect.poll(answers, { timeout: 15_000 }).toBe('MetaExtract');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await questions(desktop)).map(({ message }) => message)).toEqual(['The window does not answer']);
  });

  describe('with a job', () => {
    let folder: string;
    let ready: Promise<unknown> | undefined;

    /** Enough to be still running when the test has looked at it. */
    async function startJob(desktop: RunningDesktop) {
      folder = join(await temporaryFolder('shell-files'), 'files');
      mkdirSync(folder, { recursive: true });
      await (ready = writeCollection({ folder, count: 1_500, seed: 11, paddingScale: 0 }));
      const client = await connectPort(desktop.page);
      const { id } = await client.jobs.create({ sources: [folder], cache: 'off' });
      await expect
        .poll(async () => (await client.jobs.get({ id })).counts.done, { timeout: 30_000 })
        .toBeGreaterThan(20);
      return { client, id };
    }

    afterAll(async () => {
      await ready;
    });

    test('stays fluent, stands the end of a runtime and of the page, asks before it quits, and goes on next time', async () => {
      const dataFolder = await temporaryFolder('shell-job');
      const desktop = await open(dataFolder);
      const { client, id } = await startJob(desktop);

      await desktop.app.evaluate(() => {
        const { monitorEventLoopDelay } = process.getBuiltinModule('perf_hooks');
        const delay = monitorEventLoopDelay({ resolution: 1 });
        delay.enable();
        Reflect.set(globalThis, 'eventLoopDelay', delay);
      });
      const [worker] = (await client.workers.list()).workers;
      expect(worker?.pid).toBeGreaterThan(0);
      process.kill(worker?.pid ?? 0, 'SIGKILL');
      await expect.poll(async () => (await client.workers.list()).workers[0]?.pid).not.toBe(worker?.pid);
      const before = (await client.jobs.get({ id })).counts.done;
      await expect.poll(async () => (await client.jobs.get({ id })).counts.done).toBeGreaterThan(before);
      const p99Ms = await desktop.app.evaluate(
        () => (Reflect.get(globalThis, 'eventLoopDelay') as { percentile(at: number): number }).percentile(99) / 1e6,
      );
      expect(p99Ms).toBeLessThan(EVENT_LOOP_DELAY_MS);

      await answerWith(desktop, 0);
      await desktop.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
      });
      await expect.poll(async () => (await questions(desktop))[0]?.message).toBe('The window has stopped working');
      await expect
        .poll(() =>
          desktop.app.evaluate(({ BrowserWindow }) => {
            const contents = BrowserWindow.getAllWindows()[0]?.webContents;
            return contents?.isCrashed() === false && !contents.isLoading() && contents.getURL();
          }),
        )
        .toBe('metaextract://window/');

      await answerWith(desktop, 1);
      await desktop.app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.close();
      });
      await expect
        .poll(async () => (await questions(desktop))[0])
        .toMatchObject({
          message: 'A job is still running',
          buttons: ['Quit, and go on next time', 'Keep running'],
        });
      expect(desktop.app.windows()).toHaveLength(1);
      await closeDesktop(desktop);

      const next = await open(dataFolder);
      const again = await connectPort(next.page);
      await expect.poll(async () => (await again.jobs.get({ id })).state).toBe('running');
      expect((await again.jobs.get({ id })).counts.done).toBeGreaterThanOrEqual(before);
    }, 60_000);

    test('saves an export where the person says, and opens the files of results only', async () => {
      const files = await temporaryFolder('shell-few');
      await writeCollection({ folder: join(files, 'few'), count: 5, seed: 3, paddingScale: 0 });
      const desktop = await open(await temporaryFolder('shell-export'));
      const client = await connectPort(desktop.page);
      const id = await runJob(client, [join(files, 'few')]);
      const { exportId } = await client.exports.start({ id, format: 'jsonl' });
      await expect.poll(async () => (await client.exports.get({ exportId })).state).toBe('complete');

      const target = join(files, 'saved.jsonl');
      const opened = await desktop.app.evaluateHandle(({ dialog, shell }, filePath) => {
        const opened: string[] = [];
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
        const note = (what: string) => {
          opened.push(what);
        };
        shell.openPath = (path) => {
          note(path);
          return Promise.resolve('');
        };
        shell.showItemInFolder = note;
        shell.openExternal = (url) => {
          note(url);
          return Promise.resolve();
        };
        return opened;
      }, target);
      const { rows } = await client.results.page({ id, columns: ['path'] });
      const itemId = rows[0]?.itemId ?? 0;
      const saved = await desktop.page.evaluate(
        async (asked) => {
          const bridge = Reflect.get(window, 'metaextract') as DesktopBridge;
          const at = await bridge.saveExport(asked.exportId, 'job.jsonl');
          await bridge.revealExport(asked.exportId);
          await bridge.openResult(asked.id, asked.itemId);
          await bridge.revealResult(asked.id, asked.itemId);
          await bridge.openPlace(-33.8568, 151.2153);
          return at;
        },
        { exportId, id, itemId },
      );
      expect(saved).toEqual({ path: target });
      expect(readFileSync(target, 'utf8').trimEnd().split('\n')).toHaveLength(5);
      const path = String(rows[0]?.cells[0]);
      expect(await opened.jsonValue()).toEqual([
        target,
        path,
        path,
        'https://www.openstreetmap.org/?mlat=-33.856800&mlon=151.215300#map=15/-33.856800/151.215300',
      ]);
    });
  });
});

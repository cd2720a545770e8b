import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DesktopBridge } from '../../src-protocol/desktop/desktop-bridge.ts';
import { temporaryFolders } from '../process/support/run-cli.ts';
import { closeDesktop, electron, openDesktop, root, type RunningDesktop } from './support/desktop-app.ts';

describe.skipIf(electron === undefined)('the window', () => {
  const temporaryFolder = temporaryFolders();
  let dataFolder: string;
  let desktop: RunningDesktop;
  let page: Page;

  beforeAll(async () => {
    dataFolder = await temporaryFolder('shell-security');
    desktop = await openDesktop(dataFolder);
    ({ page } = desktop);
  }, 60_000);

  afterAll(async () => {
    await closeDesktop(desktop);
  });

  const refusals = () =>
    readFileSync(join(dataFolder, 'logs', 'desktop.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"bridge.refused"'));

  test('gives its page neither Node nor Electron, only the bridge', async () => {
    const seen = await page.evaluate(() => ({
      globals: ['process', 'require', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
      bridge: Object.values(Reflect.get(globalThis, 'metaextract') as object).map((value) => typeof value as string),
    }));
    expect(seen.globals).toEqual([]);
    expect(new Set(seen.bridge)).toEqual(new Set(['string', 'function']));

    const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Electron has this function, but does not declare it.
      return (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  test('sends a policy with its page under which only its own files count', async () => {
    const policy = await page
      .evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'))
      .catch(String);
    expect(policy).toContain('Failed to fetch'); // nothing may be fetched at all, not even the page itself
    const headers = await desktop.app.evaluate(async ({ net }) => {
      const answer = await net.fetch('metaextract://window/');
      return Object.fromEntries(answer.headers.entries());
    });
    const directives = (headers['content-security-policy'] ?? '').split('; ');
    expect(directives).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:"]),
    );
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
  });

  test('serves nothing but the files of its page', async () => {
    const statuses = await desktop.app.evaluate(async ({ net }) => {
      const paths = ['window/../../package.json', 'window/%2e%2e/main/desktop.js', 'window/assets/', 'elsewhere/'];
      return Promise.all(paths.map(async (path) => (await net.fetch(`metaextract://${path}`)).status));
    });
    expect(statuses).toEqual([404, 404, 404, 404]);
  });

  test('runs no script but its own', async () => {
    const outcome = await page.evaluate(() => {
      const script = document.createElement('script');
      try {
        script.textContent = 'globalThis.injected = true';
        document.head.append(script);
      } catch {
        return 'refused';
      }
      return Reflect.get(globalThis, 'injected') === true ? 'ran' : 'refused';
    });
    expect(outcome).toBe('refused');
  });

  test('stays on its page, opens no other window, downloads nothing and grants no permission', async () => {
    const address = page.url();
    const wereRefused = await desktop.app.evaluateHandle(({ session }) => {
      const refused: boolean[] = [];
      session.defaultSession.on('will-download', ({ defaultPrevented }) => refused.push(defaultPrevented));
      return refused;
    });
    expect(await page.evaluate(() => window.open('https://example.org') === null)).toBe(true);
    await page.evaluate(() => {
      location.assign('https://example.org');
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.txt';
      link.click();
    });
    const granted = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      clipboard: await navigator.clipboard.readText().then(
        () => 'granted',
        () => 'denied',
      ),
      location: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => {
            resolve('granted');
          },
          () => {
            resolve('denied');
          },
        );
      }),
    }));
    expect(granted).toEqual({ notifications: 'denied', clipboard: 'denied', location: 'denied' });
    await expect.poll(() => wereRefused.jsonValue()).toEqual([true]);
    expect(page.url()).toBe(address);
    expect(desktop.app.windows()).toHaveLength(1);
  });

  test('a page in a window of another address has a bridge that is not answered', async () => {
    const other = await desktop.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await stranger.loadURL('data:text/html,<title>Stranger</title>');
        const answer = (await stranger.webContents.executeJavaScript(
          `metaextract.connect(); metaextract.onRequest(() => {}); metaextract.chosenTheme().then(String, (error) => error.message)`,
        )) as string;
        stranger.destroy();
        return answer;
      },
      join(root, 'out', 'preload', 'preload.cjs'),
    );
    expect(other).toBe('Only the page of the window may ask this.');
    expect(refusals()).toHaveLength(3);
  });

  test('the page itself is not answered from any other address', async () => {
    const answer = await desktop.app.evaluate(async ({ BrowserWindow }) => {
      const own = BrowserWindow.getAllWindows()[0];
      await own?.loadURL('data:text/html,<title>Elsewhere</title>');
      const words = (await own?.webContents.executeJavaScript(
        `metaextract.openLogs().then(String, (error) => error.message)`,
      )) as string;
      await own?.loadURL('metaextract://window/');
      return words;
    });
    expect(answer).toBe('Only the page of the window may ask this.');
  });

  test('what is not of the form that is asked for is refused with a sentence', async () => {
    const answers = await page.evaluate(async () => {
      const bridge = Reflect.get(globalThis, 'metaextract') as DesktopBridge;
      const calls = [
        () => bridge.openPlace(91, 0),
        () => bridge.openPlace(Number.NaN, 0),
        () => bridge.openResult(1.5, 1),
        () => bridge.revealResult('1' as unknown as number, 1),
        () => bridge.setTheme('blue' as 'dark'),
        () => bridge.saveExport('', 'x.csv'),
        () => bridge.chooseSources('files; rm' as 'files'),
        () => bridge.openResult(1, 1),
        () => bridge.revealExport('unknown'),
      ];
      return Promise.all(calls.map((call) => call().then(String, (error: unknown) => (error as Error).message)));
    });
    const malformed = 'The request is not of the form that is asked for.';
    expect(answers).toEqual([
      ...Array.from({ length: 7 }, () => malformed),
      'There is no such result, or its job is gone.',
      'This export has not been saved since the program was started.',
    ]);
  });
});

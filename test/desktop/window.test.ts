import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sizes, themes } from './looks.ts';
import { startPageProblems } from './start-page-problems.ts';

const electron = process.env['TEST_ELECTRON'];
const root = join(import.meta.dirname, '../..');

describe.skipIf(electron === undefined)('the desktop window', () => {
  let app: ElectronApplication;
  let page: Page;
  let userData: string;

  beforeAll(async () => {
    userData = await mkdtemp(join(tmpdir(), 'metaextract-window-'));
    // Build machines run as root, where Chromium refuses to start with its sandbox.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    app = await _electron.launch({
      executablePath: electron ?? '',
      args: [...sandbox, root, `--user-data-dir=${userData}`],
      colorScheme: null, // Playwright's own would hide what the window makes of the system's theme
    });
    page = await app.firstWindow();
    await page.getByRole('heading', { level: 1 }).waitFor();
  }, 60_000);

  afterAll(async () => {
    await app.close();
    await rm(userData, { recursive: true, force: true });
  });

  test('shows the start page under the name of the program', async () => {
    expect(await page.title()).toBe('MetaExtract');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('MetaExtract');
    expect(await page.getByText(/^Version \d+\.\d+\.\d+$/).count()).toBe(1);
  });

  test('gives the page neither Node nor Electron, only the bridge', async () => {
    const seen = await page.evaluate(() => ({
      process: typeof Reflect.get(globalThis, 'process'),
      require: typeof Reflect.get(globalThis, 'require'),
      bridge: Object.keys(Reflect.get(globalThis, 'metaextract') as object),
    }));
    expect(seen).toEqual({ process: 'undefined', require: 'undefined', bridge: ['version'] });

    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // Electron has this function, but does not declare it.
      return (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
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

  test('stays on its page, opens no other window and grants no permission', async () => {
    const address = page.url();
    const opened = await page.evaluate(() => window.open('https://example.org') === null);
    expect(opened).toBe(true);
    await page.evaluate(() => {
      location.assign('https://example.org');
    });
    const permission = await page.evaluate(() => Notification.requestPermission());
    expect(permission).toBe('denied');
    expect(page.url()).toBe(address);
    expect(app.windows()).toHaveLength(1);
  });

  for (const size of sizes) {
    for (const theme of themes) {
      test(`fits and is readable at ${size.name} in ${theme}`, async () => {
        await app.evaluate(
          ({ BrowserWindow, nativeTheme }, look) => {
            nativeTheme.themeSource = look.theme;
            BrowserWindow.getAllWindows()[0]?.setContentSize(look.width, look.height);
          },
          { theme, ...size },
        );
        await page.waitForFunction(
          (look) => innerWidth === look.width && matchMedia(`(prefers-color-scheme: ${look.theme})`).matches,
          { theme, ...size },
        );
        await page.screenshot({ path: join(root, 'test-results', `window-${size.name}-${theme}.png`) });
        expect(await page.evaluate(startPageProblems)).toEqual([]);
      });
    }
  }
});

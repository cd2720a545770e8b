import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT, temporaryFolders } from '../process/support/run-cli.ts';
import { startServer, type RunningServer } from '../process/support/server.ts';
import { sizes, themes } from './looks.ts';
import { startPageProblems } from './start-page-problems.ts';

const executablePath = process.env['TEST_BROWSER'];

describe.skipIf(executablePath === undefined)('the start page in a browser', () => {
  let browser: Browser;
  const temporaryFolder = temporaryFolders();
  let server: RunningServer;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer(await temporaryFolder('browser'));
    browser = await chromium.launch({ executablePath: executablePath ?? '' });
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(server.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.end();
  });

  test('says what the program is and how to run it', async () => {
    expect(await page.title()).toBe('MetaExtract');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('MetaExtract');
    expect(await page.getByLabel('Command').textContent()).toBe('npm start -- extract <folder> -o out.jsonl');
  });

  for (const size of sizes) {
    for (const theme of themes) {
      test(`fits and is readable at ${size.name} in ${theme}`, async () => {
        await page.setViewportSize({ width: size.width, height: size.height });
        await page.emulateMedia({ colorScheme: theme });
        await page.screenshot({ path: join(PROJECT_ROOT, 'test-results', `browser-${size.name}-${theme}.png`) });
        expect(await page.evaluate(startPageProblems)).toEqual([]);
      });
    }
  }

  test('asks for nothing from elsewhere and has nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});

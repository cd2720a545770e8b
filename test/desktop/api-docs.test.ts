import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { serve, type Served } from '../unit/fakes/api-server.ts';
import { sizes, themes } from './looks.ts';

const executablePath = process.env['TEST_BROWSER'];
const results = join(import.meta.dirname, '../../test-results');

describe.skipIf(executablePath === undefined)('the page of the API in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '' });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
  });

  async function openPage(server: Served): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(`${server.url}docs`);
    await page.locator('details.operation').first().waitFor();
    return { page, complaints };
  }

  test('shows every operation, tries one with a token, and stops a stream', async () => {
    const server = await serve({ tokenRequired: true });
    const { secret } = server.tokens.create('docs', 'viewer');
    const { page, complaints } = await openPage(server);
    expect(await page.locator('details.operation').count()).toBeGreaterThan(40);

    await page.getByLabel('Token').fill(secret);
    const alerts = page.locator('[id="system.alerts"]');
    await alerts.locator('summary').click();
    await alerts.getByRole('button', { name: 'Send' }).click();
    await alerts.getByText('docs viewer').waitFor();
    expect(await alerts.locator('pre').first().textContent()).toContain('"authorization: Bearer $TOKEN"');

    const events = page.locator('[id="events.subscribe"]');
    await events.locator('summary').click();
    await events.getByRole('button', { name: 'Send' }).click();
    await events.getByText('"jobId":3').waitFor();
    await events.getByRole('button', { name: 'Stop' }).click();
    await events.getByText('stopped').waitFor();

    await page.getByLabel('Filter operations').fill('setpriority');
    expect(await page.locator('details.operation:visible').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  for (const size of sizes) {
    for (const theme of themes) {
      test(`fits at ${size.name} in ${theme}`, async () => {
        const { page, complaints } = await openPage(await serve());
        await page.setViewportSize({ width: size.width, height: size.height });
        await page.emulateMedia({ colorScheme: theme });
        await page.locator('[id="jobs.create"] summary').click();
        await page.screenshot({ path: join(results, `api-docs-${size.name}-${theme}.png`) });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
      });
    }
  }

  test('a page of another server on this computer reaches nothing, whatever it tries', async () => {
    const server = await serve();
    const other = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<h1>Another page</h1>');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const reached = await page.evaluate(async (url) => {
      const calls = [
        fetch(`${url}api/v1/alerts`),
        fetch(`${url}api/v1/cache/prune`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        }),
        fetch(`${url}api/v1/cache/clear`, { method: 'POST', mode: 'no-cors' }), // may be sent without asking
      ];
      const answers = await Promise.allSettled(calls);
      const socket = new WebSocket(`${url.replace('http', 'ws')}api/v1/socket`, 'metaextract.v1');
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.onopen = () => {
          resolve(true);
        };
        socket.onerror = () => {
          resolve(false);
        };
      });
      return { isOpen, answers: answers.map(({ status }) => status) };
    }, server.url);
    expect(reached).toEqual({ isOpen: false, answers: ['rejected', 'rejected', 'rejected'] });
    const refused = server.logged.filter(({ event }) => event === 'api.refused').map(({ fields }) => fields);
    expect(refused).toContainEqual(expect.objectContaining({ method: 'GET', path: '/api/v1/alerts', status: 403 }));
    expect(refused).toContainEqual(
      expect.objectContaining({ method: 'OPTIONS', path: '/api/v1/cache/prune', status: 403 }),
    );
    expect(refused).toContainEqual(
      expect.objectContaining({ method: 'POST', path: '/api/v1/cache/clear', status: 403 }),
    );
  });
});

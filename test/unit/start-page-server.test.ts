import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveStartPage, type StartPage } from '../../src-main/api/start-page-server.ts';

let folder: string;
let page: StartPage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metaextract-page-'));
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(rendererFolder, 'index.html'), '<h1>MetaExtract</h1>');
  await writeFile(join(rendererFolder, 'assets', 'index.js'), 'export {};');
  await writeFile(join(rendererFolder, '.built'), 'not a page');
  page = await serveStartPage({ rendererFolder });
});

afterEach(async () => {
  await page.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends the path and the headers as they are: fetch would tidy them up first. */
function ask(path: string, options: { method?: string; host?: string } = {}): Promise<Answer> {
  const { port } = new URL(page.url);
  const headers = options.host === undefined ? {} : { host: options.host };
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('serving', () => {
  test('the page is at the root, with or without a query', async () => {
    expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    for (const path of ['/', '/index.html', '/?from=terminal']) {
      expect(await ask(path)).toMatchObject({ status: 200, body: '<h1>MetaExtract</h1>' });
    }
  });

  test('each file has its own type', async () => {
    expect((await ask('/')).headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await ask('/assets/index.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test('HEAD gets the headers alone', async () => {
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': '20' },
    });
  });

  test('every answer, a refusal as well, carries the security headers', async () => {
    for (const path of ['/', '/no-such-page']) {
      const { headers } = await ask(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  test('two servers do not get in each other’s way', async () => {
    const other = await serveStartPage({ rendererFolder: join(folder, 'renderer') });
    expect(other.url).not.toBe(page.url);
    await other.close();
  });

  test('a folder without a page is an error, and so is a port that is taken', async () => {
    await expect(serveStartPage({ rendererFolder: join(folder, 'renderer', 'assets') })).rejects.toThrow('index.html');
    const taken = Number(new URL(page.url).port);
    await expect(serveStartPage({ rendererFolder: join(folder, 'renderer'), port: taken })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  test('close ends open connections, and the port is free again', async () => {
    const { port } = new URL(page.url);
    const idle = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const ended = new Promise((resolve) => idle.once('close', resolve));
    await page.close();
    await ended;
    page = await serveStartPage({ rendererFolder: join(folder, 'renderer'), port: Number(port) });
    expect(new URL(page.url).port).toBe(port);
  });
});

describe('refusing', () => {
  test.each(['localhost', 'LOCALHOST:80', '127.0.0.1', '127.0.0.1:4567', '[::1]', '[::1]:4567'])(
    'the host “%s” is this computer',
    async (host) => {
      expect((await ask('/', { host })).status).toBe(200);
    },
  );

  test.each(['example.org', 'example.org:80', 'localhost.example.org', '127.0.0.1.example.org', '192.168.1.2'])(
    'the host “%s” is not',
    async (host) => {
      const answer = await ask('/', { host });
      expect(answer.status).toBe(421);
      expect(answer.body).not.toContain('<h1>');
    },
  );

  test.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/..\\secret.html',
    '//secret.html',
    '/.built',
    '/assets',
    '/assets/',
    '/index.html%00',
    'http://example.org/',
  ])('the path %s leads nowhere', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toBe('There is no such page.\n');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not answered', async (method) => {
    const answer = await ask('/', { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });
});

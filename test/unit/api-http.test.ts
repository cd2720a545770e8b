import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ask, serve } from './fakes/api-server.ts';

describe('the web page', () => {
  test('is at the root, with or without a query, and each file has its own type', async () => {
    const server = await serve();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    for (const path of ['/', '/index.html', '/?from=terminal'])
      expect(await ask(server, path)).toMatchObject({ status: 200, text: '<h1>MetaExtract</h1>' });
    expect((await ask(server, '/')).headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await ask(server, '/assets/index.js')).headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable') as string,
    });
  });

  test('HEAD gets the headers alone', async () => {
    const server = await serve();
    expect(await ask(server, '/', { method: 'HEAD' })).toMatchObject({
      status: 200,
      text: '',
      headers: { 'content-length': '20' },
    });
  });

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
    '/docs/',
    '/docs/../secret.html',
  ])('the path %s leads nowhere', async (path) => {
    const answer = await ask(await serve(), path);
    expect(answer).toMatchObject({ status: 404, json: { code: 'not-found', status: 404 } });
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not answered', async (method) => {
    const answer = await ask(await serve(), '/', { method });
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test('every answer, a refusal as well, carries the security headers', async () => {
    const server = await serve();
    for (const path of ['/', '/docs', '/no-such-page', '/api/v1/settings', '/api/v1/jobs/x', '/openapi.json']) {
      const { headers } = await ask(server, path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
    expect((await ask(server, '/api/v1/settings')).headers['cache-control']).toBe('no-store');
  });

  test('a folder without a page is an error, and so is a port that is taken', async () => {
    const server = await serve();
    await expect(serve({ pageFolder: server.folder })).rejects.toThrow('index.html');
    await expect(serve({ port: server.port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('calls over HTTP', () => {
  test('a call is answered with JSON, and who calls on loopback is an admin', async () => {
    const server = await serve();
    const answer = await ask(server, '/api/v1/alerts');
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.text).toContain('local admin');
    expect(await ask(server, '/api/v1/cache/prune', { method: 'POST', body: { maxBytes: 7 } })).toMatchObject({
      status: 200,
      json: { evicted: 7 },
    });
    expect(await ask(server, '/api/v1/uploads', { method: 'POST' })).toMatchObject({ status: 201 });
  });

  test('what a query says is taken as what the schema asks for', async () => {
    const server = await serve();
    expect((await ask(server, '/api/v1/cache/history?days=7')).text).toContain('"hits":7');
    expect((await ask(server, '/api/v1/cache/history')).text).toContain('"hits":90');
  });

  test('a body is taken as it is: text is no number', async () => {
    const server = await serve();
    const answer = await ask(server, '/api/v1/cache/prune', { method: 'POST', body: { maxBytes: '7' } });
    expect(answer).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      json: {
        type: 'urn:metaextract:fault:bad-request',
        title: 'Bad Request',
        status: 400,
        code: 'bad-request',
        issues: [{ path: ['maxBytes'], message: expect.any(String) as string }],
      },
    });
  });

  test('a fault of the contract is a problem with its code', async () => {
    expect(await ask(await serve(), '/api/v1/jobs/12')).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
      json: { code: 'not-found', detail: 'There is no job 12.', title: 'Not Found' },
    });
  });

  test('of an unexpected error the caller gets an id, and the log the rest', async () => {
    const server = await serve();
    const answer = await ask(server, '/api/v1/jobs/500');
    expect(answer).toMatchObject({ status: 500, json: { code: 'internal-server-error' } });
    expect(answer.text).not.toContain('secret');
    const line = server.logged.find(({ event }) => event === 'api.failed');
    expect(line).toMatchObject({ level: 'error', fields: { id: answer.json?.['id'], procedure: 'jobs.get' } });
    expect(JSON.stringify(line)).toContain('the secret inside');
  });

  test('an unknown path and a wrong method are told apart', async () => {
    const server = await serve();
    expect(await ask(server, '/api/v1/nothing')).toMatchObject({ status: 404, json: { code: 'not-found' } });
    expect(await ask(server, '/api/v2/jobs')).toMatchObject({ status: 404 });
    expect(await ask(server, '/api/v1/jobs/1', { method: 'PATCH' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, DELETE' },
      json: { code: 'method-not-allowed' },
    });
    expect(await ask(server, '/openapi.json', { method: 'DELETE' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
  });

  test.each([
    ['half a JSON', '{"maxBytes":', 'application/json', 400, 'bad-request'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400, 'bad-request'],
    ['a form', 'maxBytes=1', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    ['plain text', '{"maxBytes":1}', 'text/plain', 415, 'unsupported-media-type'],
    ['parts', '--x--', 'multipart/form-data; boundary=x', 415, 'unsupported-media-type'],
    ['an event stream', 'data: 1', 'text/event-stream', 415, 'unsupported-media-type'],
  ])('%s is no body of a call', async (_name, body, type, status, code) => {
    const server = await serve();
    const headers = { 'content-type': type };
    expect(await ask(server, '/api/v1/cache/prune', { method: 'POST', body, headers })).toMatchObject({
      status,
      json: { code },
    });
  });

  test('a body that is too large is refused, whether it says so or not', async () => {
    const server = await serve();
    const body = JSON.stringify({ maxBytes: 'x'.repeat(1_100_000) });
    const type = { 'content-type': 'application/json' };
    const path = '/api/v1/cache/prune';
    const said = await ask(server, path, { method: 'POST', body, headers: type });
    expect(said).toMatchObject({ status: 413, json: { code: 'content-too-large' } });
    const headers = { ...type, 'transfer-encoding': 'chunked' };
    expect(await ask(server, path, { method: 'POST', body, headers })).toMatchObject({ status: 413 });
    expect(await ask(server, '/api/v1/alerts')).toMatchObject({ status: 200 });
  });

  test('deeply nested JSON is only wrong input', async () => {
    const server = await serve();
    const body = '{"maxBytes":'.repeat(1) + '['.repeat(200_000) + ']'.repeat(200_000) + '}';
    const headers = { 'content-type': 'application/json' };
    expect(await ask(server, '/api/v1/cache/prune', { method: 'POST', body, headers })).toMatchObject({ status: 400 });
  });

  test('what is not HTTP gets a problem, and the server goes on', async () => {
    const server = await serve();
    const { text } = await raw(server.port, 'GARBAGE\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"code":"bad-request"');
    const large = await raw(server.port, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(large.text).toMatch(/^HTTP\/1\.1 431 /);
    expect((await raw(server.port, 'GET / HTTP/1.0\r\n\r\n')).text).toMatch(/^HTTP\/1\.1 421 /);
    expect((await raw(server.port, 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).text).toMatch(
      /^HTTP\/1\.1 404 /,
    );
    expect(await ask(server, '/')).toMatchObject({ status: 200 });
  });

  test('events come as server-sent events, go on after the last one, and errors inside do not show', async () => {
    const server = await serve();
    const first = await fetch(`${server.url}api/v1/events?kinds=job-deleted`, { headers: { 'last-event-id': '41' } });
    expect(first.headers.get('content-type')).toBe('text/event-stream');
    const text = await readUntil(first, '"jobId":43');
    expect(text).toContain('id: 42');
    const failing = await fetch(`${server.url}api/v1/events?kinds=log`);
    expect(await failing.text()).not.toContain('secret');
  });

  test('too many calls in a short time are refused for a moment', async () => {
    const server = await serve({ limits: { callsAtOnce: 5, callsPerS: 50 } });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(server, '/api/v1/alerts')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused[0]).toMatchObject({ headers: { 'retry-after': '1' }, json: { code: 'too-many-requests' } });
    await sleep(100);
    expect(await ask(server, '/api/v1/alerts')).toMatchObject({ status: 200 });
  });
});

describe('ending', () => {
  test('calls that are open are finished, event streams end, and the port is free again', async () => {
    const server = await serve();
    const events = await fetch(`${server.url}api/v1/events`);
    const ended = events.text();
    const slow = ask(server, '/api/v1/cache/clear', { method: 'POST' });
    const idle = connect(server.port, '127.0.0.1');
    await sleep(50);
    const begun = performance.now();
    await server.close(5_000);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await slow).toMatchObject({ status: 200, json: { evicted: 1 } });
    expect(await ended).toContain('"jobId":1');
    idle.destroy();
    await serve({ port: server.port });
  });

  test('what takes longer than there is time for is cut', async () => {
    const server = await serve();
    const slow = ask(server, '/api/v1/cache/clear', { method: 'POST' });
    slow.catch(() => undefined);
    await sleep(50);
    const begun = performance.now();
    await server.close(50);
    expect(performance.now() - begun).toBeLessThan(250);
    await expect(slow).rejects.toThrow();
  });
});

function raw(port: number, text: string): Promise<{ text: string }> {
  return new Promise((resolve, reject) => {
    let got = '';
    connect(port, '127.0.0.1', function (this: { write(text: string): void }) {
      this.write(text);
    })
      .on('data', (data) => (got += data.toString()))
      .on('error', reject)
      .on('close', () => {
        resolve({ text: got });
      });
  });
}

async function readUntil(response: Response, wanted: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.includes(wanted)) break;
  }
  return text;
}

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { TokenFault, TokenStore } from '../../src-main/api/auth/token-store.ts';
import { hostCheck, isLoopbackHost } from '../../src-main/api/http/host-check.ts';
import { ask, bearer, closeCode, openSocket, serve } from './fakes/api-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PRUNE = { method: 'POST', body: {} };

describe('tokens', () => {
  test('without one nothing is answered but the page and the API’s document', async () => {
    const server = await serve({ tokenRequired: true });
    const refused = await ask(server, '/api/v1/alerts');
    expect(refused).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringContaining('Bearer') as string },
      json: { code: 'unauthorized' },
    });
    expect(await ask(server, '/api/v1/nothing')).toMatchObject({ status: 401 });
    expect(await ask(server, '/api/v1/uploads/x/files/a', { method: 'PUT', body: 'x' })).toMatchObject({ status: 401 });
    for (const path of ['/', '/docs', '/openapi.json']) expect(await ask(server, path)).toMatchObject({ status: 200 });
  });

  test('a wrong one is refused, also where none is needed', async () => {
    const server = await serve();
    const { secret, token } = server.tokens.create('phone', 'admin');
    const wrong = [
      'nonsense',
      'mx__',
      `mx_${token.id}_${'A'.repeat(43)}`,
      `mx_${'0'.repeat(16)}_${secret.slice(20)}`,
      `${secret}x`,
      secret.toUpperCase(),
    ];
    for (const text of wrong) expect((await ask(server, '/api/v1/alerts', { headers: bearer(text) })).status).toBe(401);
    expect((await ask(server, '/api/v1/alerts', { headers: bearer(secret) })).text).toContain('phone admin');
  });

  test('a viewer looks and changes nothing, over HTTP, raw routes and the WebSocket', async () => {
    const server = await serve();
    const { secret } = server.tokens.create('wall', 'viewer');
    const headers = bearer(secret);
    expect((await ask(server, '/api/v1/alerts', { headers })).text).toContain('wall viewer');
    expect(await ask(server, '/api/v1/cache/prune', { ...PRUNE, headers })).toMatchObject({
      status: 403,
      json: { code: 'forbidden' },
    });
    expect(await ask(server, '/api/v1/uploads/x/files/a', { method: 'PUT', body: 'x', headers })).toMatchObject({
      status: 403,
    });
    const socket = await openSocket(server, { headers });
    const answer = new Promise<string>((resolve) => {
      socket.once('message', (data: Buffer) => {
        resolve(data.toString());
      });
    });
    socket.send('{"i":"1","p":{"u":"/cache/prune","b":{"json":{},"meta":[]}}}');
    expect(await answer).toContain('FORBIDDEN');
  });

  test('a WebSocket takes one in its header or, as from a browser, among its protocols', async () => {
    const server = await serve({ tokenRequired: true });
    const { secret } = server.tokens.create('phone', 'admin');
    await expect(openSocket(server)).rejects.toThrow('401');
    await expect(openSocket(server, { protocols: ['metaextract.v1', 'metaextract.token.mx_1_2'] })).rejects.toThrow(
      '401',
    );
    await openSocket(server, { headers: { ...bearer(secret) } });
    const socket = await openSocket(server, { protocols: ['metaextract.v1', `metaextract.token.${secret}`] });
    expect(socket.protocol).toBe('metaextract.v1'); // and never the token
  });

  test('taking one back ends what is open with it, and nothing else', async () => {
    const server = await serve({ tokenRequired: true });
    const phone = server.tokens.create('phone', 'admin');
    const other = server.tokens.create('other', 'admin');
    const open = (secret: string) => openSocket(server, { headers: { ...bearer(secret) } });
    const [lost, kept] = await Promise.all([open(phone.secret), open(other.secret)]);
    const events = await fetch(`${server.url}api/v1/events`, { headers: bearer(phone.secret) });
    const closed = closeCode(lost);
    expect(server.tokens.revoke(phone.token.id)).toBe(true);
    expect(await closed).toBe(1008);
    await expect(events.text()).rejects.toThrow();
    expect((await ask(server, '/api/v1/alerts', { headers: bearer(phone.secret) })).status).toBe(401);
    await sleep(50);
    expect(kept.readyState).toBe(kept.OPEN);
  });

  test('one that another process took back stops working too', async () => {
    const server = await serve({ tokenRequired: true, limits: { checkEveryMs: 30 } });
    const phone = server.tokens.create('phone', 'admin');
    const socket = await openSocket(server, { headers: { ...bearer(phone.secret) } });
    const closed = closeCode(socket);
    const elsewhere = new TokenStore(join(server.folder, 'data'));
    const added = elsewhere.create('command', 'viewer');
    elsewhere.revoke(phone.token.id);
    expect(await closed).toBe(1008);
    expect((await ask(server, '/api/v1/alerts', { headers: bearer(added.secret) })).status).toBe(200);
  });
});

describe('the token file', () => {
  test('may be half edited while it is served: those that were known stay valid, and it is left as it is', async () => {
    const server = await serve({ tokenRequired: true });
    const { secret } = server.tokens.create('phone', 'admin');
    const file = join(server.folder, 'data', 'tokens.json');
    const half = readFileSync(file, 'utf8').slice(0, -20);
    writeFileSync(file, half);
    expect(await ask(server, '/api/v1/alerts', { headers: bearer(secret) })).toMatchObject({ status: 200 });
    expect(await ask(server, '/api/v1/alerts', { headers: bearer('mx_1_2') })).toMatchObject({ status: 401 });
    expect(readFileSync(file, 'utf8')).toBe(half);
    expect(server.logged.filter(({ event }) => event === 'api.failed')).toEqual([]);
  });

  test('keeps no secret, and only this user may read it', () => {
    const folder = temporaryFolder();
    const { secret, token } = new TokenStore(folder).create('phone', 'viewer');
    const file = join(folder, 'tokens.json');
    expect(secret).toMatch(/^mx_[0-9a-f]{16}_[\w-]{43}$/);
    expect(readFileSync(file, 'utf8')).not.toContain(secret.slice(20)); // all behind the id: it may hold a “_” of its own
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(new TokenStore(folder).list()).toEqual([token]);
    expect(Object.keys(token)).not.toContain('hash');
  });

  test('a new secret makes the old one void, and the last use is kept to the minute', () => {
    const folder = temporaryFolder();
    let now = Date.UTC(2026, 0, 1);
    const store = new TokenStore(folder, () => now);
    const old = store.create('phone', 'viewer');
    const lost: string[] = [];
    store.onRevoked((id) => lost.push(id));
    const fresh = store.rotate(old.token.id);
    expect(lost).toEqual([old.token.id]);
    expect(store.verify(old.secret)).toBeUndefined();
    now += 5_000;
    expect(store.verify(fresh?.secret ?? '')).toMatchObject({ name: 'phone' });
    now += 5_000;
    store.verify(fresh?.secret ?? '');
    expect(new TokenStore(folder).list()[0]?.lastUsedAt).toBe('2026-01-01T00:00:05.000Z');
    expect(store.rotate('nobody')).toBeUndefined();
    expect(store.revoke('nobody')).toBe(false);
  });

  test('one that cannot be understood is an error, not an empty list', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'tokens.json'), '{"tokens": 7}');
    expect(() => new TokenStore(folder)).toThrow(TokenFault);
  });
});

describe('where a request comes from', () => {
  test.each(['localhost', 'LOCALHOST:80', '127.0.0.1', '127.0.0.1:4567', '[::1]', '[::1]:4567'])(
    'the host “%s” is this computer',
    async (host) => {
      expect((await ask(await serve(), '/', { headers: { host } })).status).toBe(200);
    },
  );

  test.each([
    'example.org',
    'example.org:80',
    'localhost.example.org',
    '127.0.0.1.example.org',
    '192.168.1.2',
    'localhost:80@example.org',
    'localhost, example.org',
  ])('the host “%s” is not, for the page, calls and the WebSocket', async (host) => {
    const server = await serve();
    for (const path of ['/', '/api/v1/alerts', '/openapi.json'])
      expect(await ask(server, path, { headers: { host } })).toMatchObject({ status: 421 });
    await expect(openSocket(server, { headers: { host } })).rejects.toThrow('421');
  });

  test('names can be allowed; an address cannot be pointed elsewhere, so a server on every address takes any', () => {
    const named = hostCheck('192.168.1.5', ['Photos.Local', '[fd00::1]']);
    for (const host of ['photos.local', 'photos.local:8080', '192.168.1.5:1', 'localhost', '[FD00::1]:80'])
      expect(named(host), host).toBe(true);
    for (const host of ['192.168.1.6', 'local', undefined, 'photos.local:x', '[photos.local]x'])
      expect(named(host), host).toBe(false);
    const everywhere = hostCheck('0.0.0.0', []);
    expect(everywhere('172.17.0.2:80')).toBe(true);
    expect(everywhere('[fe80::1]')).toBe(true);
    expect(everywhere('example.org')).toBe(false);
    expect(['::1', '127.8.8.8', 'localhost'].every(isLoopbackHost)).toBe(true);
    expect(['0.0.0.0', '192.168.1.5', '127.example.org'].some(isLoopbackHost)).toBe(false);
  });

  test('an address that others can reach needs a token', async () => {
    const server = await serve({ host: '0.0.0.0' });
    expect((await ask(server, '/api/v1/alerts')).status).toBe(401);
    const address = Object.values(networkInterfaces())
      .flat()
      .find((known) => known?.family === 'IPv4' && !known.internal)?.address;
    if (address === undefined) return; // a computer without a network
    expect((await fetch(`http://${address}:${server.port}/`)).status).toBe(200);
    expect((await fetch(`http://${address}:${server.port}/api/v1/alerts`)).status).toBe(401);
  });

  test.each([
    ['another site', 'https://example.org'],
    ['another port of this computer', 'http://127.0.0.1:1'],
    ['another name of this computer', 'http://localhost'],
    ['a page without an origin', 'null'],
    ['an extension', 'chrome-extension://abc'],
    ['nonsense', 'http://['],
  ])('a page of %s is refused, whatever it asks for', async (_name, origin) => {
    const server = await serve();
    const headers = { origin };
    expect(await ask(server, '/api/v1/alerts', { headers })).toMatchObject({
      status: 403,
      json: { code: 'forbidden' },
    });
    expect(await ask(server, '/api/v1/cache/prune', { ...PRUNE, headers })).toMatchObject({ status: 403 });
    expect(await ask(server, '/api/v1/cache/prune', { method: 'OPTIONS', headers })).toMatchObject({ status: 403 });
    await expect(openSocket(server, { headers })).rejects.toThrow('403');
  });

  test('a page of this server may call, also through a proxy that speaks TLS', async () => {
    const server = await serve({ allowedHosts: ['photos.example.org'] });
    const own = { origin: `http://127.0.0.1:${server.port}` };
    expect(await ask(server, '/api/v1/alerts', { headers: own })).toMatchObject({ status: 200 });
    await openSocket(server, { headers: own });
    const proxied = { host: 'photos.example.org', origin: 'https://photos.example.org' };
    expect(await ask(server, '/api/v1/alerts', { headers: proxied })).toMatchObject({ status: 200 });
    const port = { host: 'photos.example.org:443', origin: 'https://photos.example.org' };
    expect(await ask(server, '/api/v1/alerts', { headers: port })).toMatchObject({ status: 200 });
  });

  test('from another site only a step to the page itself is taken', async () => {
    const server = await serve();
    const picture = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    const step = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const frame = { ...step, 'sec-fetch-dest': 'iframe' };
    const neighbour = { ...picture, 'sec-fetch-site': 'same-site' };
    for (const headers of [picture, frame, neighbour]) expect((await ask(server, '/', { headers })).status).toBe(403);
    expect((await ask(server, '/', { headers: step })).status).toBe(200);
    expect((await ask(server, '/api/v1/alerts', { headers: step })).status).toBe(403);
    const typed = { ...step, 'sec-fetch-site': 'none' };
    expect((await ask(server, '/api/v1/alerts', { headers: typed })).status).toBe(200);
  });
});

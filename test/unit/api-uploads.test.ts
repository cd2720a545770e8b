import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { uploadPath } from '../../src-main/api/uploads/upload-path.ts';
import { UploadSpool, type UploadSpoolOptions } from '../../src-main/api/uploads/upload-spool.ts';
import { UploadSweep } from '../../src-main/api/uploads/upload-sweep.ts';
import { collectGarbage } from './collect-garbage.ts';
import { ask, serve, type Answer, type Ask, type Served } from './fakes/api-server.ts';
import { SILENT } from './fakes/engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface View {
  readonly uploadId: string;
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

async function begin(server: Served): Promise<View> {
  return (await ask(server, '/api/v1/uploads', { method: 'POST' })).json as unknown as View;
}

function put(server: Served, { uploadId }: View, path: string, options: Ask = {}): Promise<Answer> {
  return ask(server, `/api/v1/uploads/${uploadId}/files/${path}`, { method: 'PUT', body: 'content', ...options });
}

describe('sending files', () => {
  test('each is written under its path, with its time, and counted', async () => {
    const server = await serve();
    const upload = await begin(server);
    const headers = { 'x-modified-at': '1500000000123' };
    expect(await put(server, upload, 'a%20b/c/%C3%BC%23.jpg', { headers })).toMatchObject({
      status: 200,
      json: { uploadId: upload.uploadId, files: 1, bytes: 7 },
    });
    const file = join(upload.folder, 'a b', 'c', 'ü#.jpg');
    expect(readFileSync(file, 'utf8')).toBe('content');
    expect(Math.round(statSync(file).mtimeMs)).toBe(1_500_000_000_123);
    expect((await put(server, upload, 'empty', { body: '' })).json).toMatchObject({ files: 2, bytes: 7 });
    expect((await put(server, upload, 'empty', { body: 'x' })).json).toMatchObject({ files: 2, bytes: 8 });
    expect((await ask(server, `/api/v1/uploads/${upload.uploadId}`)).json).toMatchObject({ files: 2, bytes: 8 });
    expect(readdirSync(join(server.folder, 'spool', 'parts'))).toEqual([]);
  });

  test('a body much larger than that of a call is taken', async () => {
    const server = await serve();
    const upload = await begin(server);
    expect(await put(server, upload, 'large', { body: Buffer.alloc(5_000_000) })).toMatchObject({ status: 200 });
  });

  test('a file takes no more memory than what has come of it and is not written yet', async () => {
    const options = { folder: temporaryFolder(), maxFiles: 1, maxBytes: 1e9, minFreeDiskBytes: 0, ttlMs: 1e9 };
    const spool = new UploadSpool(options);
    const { uploadId } = await spool.create();
    const sent: WeakRef<Buffer>[] = [];
    let held = Infinity;
    async function* film() {
      for (let at = 0; at < 500; at += 1) {
        const chunk = Buffer.alloc(65_536, at);
        sent.push(new WeakRef(chunk));
        yield chunk;
      }
      await sleep(20); // a weak reference that was just made holds on until the turn is over
      collectGarbage();
      held = sent.filter((chunk) => chunk.deref() !== undefined).length;
    }
    expect(await spool.put(uploadId, 'film.mp4', Readable.from(film()))).toMatchObject({ bytes: 32_768_000 });
    expect(held).toBeLessThan(50);
  });

  test.each([
    '../escaped',
    '..%2f..%2fescaped',
    'a/../../escaped',
    'a/%2e%2e/%2e%2e/escaped',
    '/escaped',
    '%2fescaped',
    'C:%5cescaped',
    '..%5cescaped',
    'a//b',
    'a/',
    '',
    '.',
    'a%00b',
    'CON',
    'a/nul.txt',
    'x'.repeat(256),
    'a/'.repeat(70) + 'b',
    '%ff',
  ])('the path “%s” is refused, and nothing is written', async (path) => {
    const server = await serve();
    const upload = await begin(server);
    const answer = await put(server, upload, path);
    expect([400, 404]).toContain(answer.status);
    expect(readdirSync(upload.folder)).toEqual([]);
    expect(existsSync(join(server.folder, 'escaped'))).toBe(false);
    expect(existsSync(join(server.folder, 'spool', 'escaped'))).toBe(false);
    expect((await ask(server, `/api/v1/uploads/${upload.uploadId}`)).json).toMatchObject({ files: 0, bytes: 0 });
  });

  test('names that only Windows cannot have are refused there', () => {
    for (const path of ['a:b', 'what?', 'a/b.', 'a /b', 'x|y', 'line\nbreak']) {
      expect(uploadPath(path, 'win32'), path).toBeUndefined();
      expect(uploadPath(path, 'linux'), path).toBeDefined();
    }
    expect(uploadPath('a/com1.jpg', 'linux')).toBeUndefined();
    expect(uploadPath('a/community.jpg', 'win32')).toEqual(['a', 'community.jpg']);
  });

  test('an upload that does not exist, or was removed, takes nothing', async () => {
    const server = await serve();
    const upload = await begin(server);
    for (const uploadId of ['nobody', '..', 'parts'])
      expect(await put(server, { ...upload, uploadId }, 'a')).toMatchObject({ status: 404 });
  });

  test('too many files, too many bytes and a wrong time are refused', async () => {
    const server = await serve({ spool: { maxFiles: 2, maxBytes: 10 } });
    const upload = await begin(server);
    expect(await put(server, upload, 'a', { body: 'x'.repeat(11) })).toMatchObject({ status: 413 });
    const chunked = { 'transfer-encoding': 'chunked' };
    expect(await put(server, upload, 'a', { body: 'x'.repeat(11), headers: chunked })).toMatchObject({ status: 413 });
    expect(await put(server, upload, 'a', { headers: { 'x-modified-at': 'now' } })).toMatchObject({ status: 400 });
    expect(await put(server, upload, 'a', { body: 'x' })).toMatchObject({ status: 200 });
    expect(await put(server, upload, 'a/b', { body: 'x' })).toMatchObject({ status: 409, json: { code: 'conflict' } });
    expect(await put(server, upload, 'b/c', { body: 'x' })).toMatchObject({ json: { files: 2, bytes: 2 } });
    expect(await put(server, upload, 'd', { body: 'x' })).toMatchObject({ status: 413 });
  });

  test('one that turns out too large while it comes is told so', async () => {
    const server = await serve({ spool: { maxBytes: 100_000 } });
    const upload = await begin(server);
    const headers = { 'transfer-encoding': 'chunked' };
    const answer = await put(server, upload, 'large', { body: Buffer.alloc(5_000_000), headers });
    expect(answer).toMatchObject({ status: 413, json: { code: 'content-too-large' } });
    expect(readdirSync(join(server.folder, 'spool', 'parts'))).toEqual([]);
    expect((await ask(server, `/api/v1/uploads/${upload.uploadId}`)).json).toMatchObject({ files: 0, bytes: 0 });
  });

  test('a nearly full disk takes nothing', async () => {
    const server = await serve({ spool: { minFreeDiskBytes: Number.MAX_SAFE_INTEGER } });
    expect(await put(server, await begin(server), 'a')).toMatchObject({ status: 503, json: { code: 'unavailable' } });
  });

  test('a file whose sender goes away in the middle leaves nothing', async () => {
    const server = await serve();
    const upload = await begin(server);
    const path = `/api/v1/uploads/${upload.uploadId}/files/half`;
    const sent = request({ host: '127.0.0.1', port: server.port, path, method: 'PUT' });
    sent.on('error', () => undefined).write(Buffer.alloc(100_000));
    await sleep(50);
    sent.destroy();
    await expect
      .poll(async () => (await ask(server, `/api/v1/uploads/${upload.uploadId}`)).json)
      .toMatchObject({ files: 0, bytes: 0 });
    expect(readdirSync(upload.folder)).toEqual([]);
    await expect.poll(() => readdirSync(join(server.folder, 'spool', 'parts'))).toEqual([]);
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the spool', () => {
  function spoolIn(folder: string, options: Partial<UploadSpoolOptions> = {}): UploadSpool {
    const usual = { folder, maxFiles: 10, maxBytes: 1_000, minFreeDiskBytes: 0, ttlMs: 60_000 };
    return new UploadSpool({ ...usual, ...options });
  }

  test('a later run takes over what is there, and drops what is old or half', async () => {
    const folder = temporaryFolder();
    let now = Date.UTC(2026, 0, 1);
    const first = spoolIn(folder, { now: () => now });
    await first.takeOver();
    const old = await first.create();
    now += 50_000;
    const fresh = await first.create();
    await first.put(fresh.uploadId, 'a/b', Readable.from([Buffer.from('abc')]));
    writeFileSync(join(folder, 'parts', 'half.part'), 'x');
    mkdirSync(join(folder, 'not-ours'));

    now += 20_000;
    const second = spoolIn(folder, { now: () => now });
    await second.takeOver();
    await second.sweep();
    expect(await second.get(fresh.uploadId)).toEqual({ ...fresh, files: 1, bytes: 3 });
    await expect(second.get(old.uploadId)).rejects.toThrow('no such upload');
    expect(readdirSync(folder).sort()).toEqual([fresh.uploadId, 'not-ours'].sort());
  });

  test('what a later run takes over is counted only once it is asked for, and goes on from there', async () => {
    const folder = temporaryFolder();
    const first = spoolIn(folder);
    const { uploadId } = await first.create();
    await first.put(uploadId, 'a/b', Readable.from([Buffer.from('abc')]));
    const second = spoolIn(folder, { maxFiles: 3 });
    await second.takeOver();
    writeFileSync(join(folder, uploadId, 'c'), 'left later'); // counting it would have been too early at the start
    const putting = ['d', 'e'].map((path) => second.put(uploadId, path, Readable.from([Buffer.from('x')])));
    const [ok, tooMany] = await Promise.allSettled(putting);
    expect(ok).toMatchObject({ status: 'fulfilled', value: { files: 3, bytes: 14 } });
    expect(tooMany).toMatchObject({ status: 'rejected', reason: { code: 'CONTENT_TOO_LARGE' } });
  });

  test('what gets too old while it is served is dropped too', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const folder = temporaryFolder();
    const spool = spoolIn(folder, { ttlMs: 5_000_000 });
    const { uploadId } = await spool.create();
    const sweep = new UploadSweep(spool, SILENT);
    vi.advanceTimersByTime(3_600_000);
    await sleep(20);
    expect(readdirSync(folder)).toEqual([uploadId]);
    vi.advanceTimersByTime(3_600_000);
    await expect.poll(() => readdirSync(folder)).toEqual([]);
    sweep[Symbol.dispose]();
  });

  test('a sender that stops sending is given up', async () => {
    const spool = spoolIn(temporaryFolder());
    await spool.takeOver();
    const { uploadId } = await spool.create();
    const stopped = new Readable({ read: () => undefined });
    stopped.push(Buffer.from('abc'));
    await expect(spool.put(uploadId, 'a', stopped, { stallMs: 50 })).rejects.toThrow('stopped coming');
    expect(await spool.get(uploadId)).toMatchObject({ files: 0, bytes: 0 });
  });

  test('an upload that is removed while a file comes is gone altogether', async () => {
    const folder = temporaryFolder();
    const spool = spoolIn(folder);
    await spool.takeOver();
    const { uploadId } = await spool.create();
    const coming = new Readable({ read: () => undefined });
    const putting = spool.put(uploadId, 'a', coming);
    putting.catch(() => undefined);
    await sleep(20);
    await spool.remove(uploadId);
    coming.push(Buffer.from('abc'));
    coming.push(null);
    await expect(putting).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(folder)).toEqual(['parts']);
    await expect(spool.remove(uploadId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Bandwidth } from '../../src-worker/host/bandwidth.ts';
import { chunkBytesFor } from '../../src-worker/host/chunk-size.ts';
import { FetchedFiles } from '../../src-worker/host/fetched-files.ts';
import { TransferFault } from '../../src-worker/host/incoming-file.ts';
import { FakeLink, FakeSender, sha256 } from './fakes/host-link.ts';
import { soon } from './soon.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MIB = 1_048_576;
const never = new AbortController().signal;
setMaxListeners(0, never);

function fetching(stalledAfterMs = 30_000) {
  const link = new FakeLink();
  const sender = new FakeSender(link);
  const fetched = new FetchedFiles({
    send: (frame) => {
      link.sendNow(frame);
    },
    delayMs: () => link.delayMs,
    stalledAfterMs,
  });
  link.listeners = {
    onFrame: () => undefined,
    onFrameNow: (frame) => {
      fetched.onFrame(frame);
    },
    onChunk: (chunk) => {
      fetched.onChunk(chunk);
    },
    onState: (state) => {
      if (state === 'up') fetched.onUp();
      if (state === 'broken') fetched.onBroken();
    },
    onEnd: () => undefined,
  };
  link.become('up');
  onTestFinished(() => {
    fetched[Symbol.dispose]();
  });
  const folder = temporaryFolder();
  let writtenBytes = 0;
  /** Fetches a file that the other side has under this number. */
  const fetch = async (itemId: number, sizeBytes: number, signal = never) => {
    const path = join(folder, `${itemId}-${randomBytes(4).toString('hex')}`);
    const onWritten = (bytes: number) => (writtenBytes += bytes);
    await fetched.fetch({ leaseId: 1, itemId, part: 0, sizeBytes, path, onWritten }, signal);
    return readFileSync(path);
  };
  const file = (itemId: number, bytes: Buffer) => sender.files.set(`1/${itemId}/0`, bytes);
  return { link, sender, fetched, fetch, file, written: () => writtenBytes };
}

const faultOf = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof TransferFault ? error.fault : error;
};

describe('a file that is fetched', () => {
  test('arrives as it is, whatever its size', async () => {
    const { fetch, file, link, written } = fetching();
    for (const [itemId, size] of [0, 1, 300_000, 9 * MIB, 20 * MIB].entries()) {
      const bytes = randomBytes(size);
      file(itemId, bytes);
      expect(sha256(await fetch(itemId, size))).toBe(sha256(bytes));
    }
    expect(written()).toBe(300_001 + 29 * MIB);
    expect(link.now('credit').length).toBeGreaterThan(0);
  });

  test('comes beside others, and all together have no more on their way than the credit of a link', async () => {
    const { fetch, file, sender } = fetching();
    const files = Array.from({ length: 24 }, (_, itemId) => ({ itemId, bytes: randomBytes(3 * MIB + itemId) }));
    for (const { itemId, bytes } of files) file(itemId, bytes);
    const arrived = await Promise.all(files.map(({ itemId, bytes }) => fetch(itemId, bytes.length)));
    for (const [at, { bytes }] of files.entries()) expect(arrived[at]?.equals(bytes)).toBe(true);
    expect(sender.largestCreditBytes).toBeLessThanOrEqual(32 * MIB);
    expect(sender.largestCreditBytes).toBeGreaterThan(16 * MIB);
  });

  test('goes on after a break from where it stands, under another number, and nothing old is taken for it', async () => {
    const { fetch, file, link, sender, written } = fetching();
    const bytes = randomBytes(12 * MIB);
    file(1, bytes);
    sender.silentAfterBytes = 4 * MIB;
    const arriving = fetch(1, bytes.length);
    await soon(() => {
      expect(written()).toBe(4 * MIB);
    });
    link.become('broken');
    sender.silentAfterBytes = Infinity;
    link.listeners?.onChunk({ transfer: sender.fetches[0]?.transfer ?? -1, offset: 0, bytes: Buffer.from('late') });
    link.become('up');
    expect((await arriving).equals(bytes)).toBe(true);
    expect(sender.fetches).toHaveLength(2);
    expect(sender.fetches[1]?.transfer).not.toBe(sender.fetches[0]?.transfer);
    expect(sender.fetches[1]?.offset).toBe(4 * MIB);
  });

  test('is not asked for anew where the link was only suspected', async () => {
    const { fetch, file, link, sender } = fetching();
    const bytes = randomBytes(12 * MIB);
    file(1, bytes);
    const arriving = fetch(1, bytes.length);
    await soon(() => {
      expect(sender.fetches).toHaveLength(1);
    });
    link.become('suspected');
    link.become('up');
    expect((await arriving).equals(bytes)).toBe(true);
    expect(sender.fetches).toHaveLength(1);
    expect(link.now('fetch-end')).toEqual([]);
  });

  test('survives many breaks, and is asked for only while frames pass', async () => {
    const { fetch, file, link, sender } = fetching();
    link.become('broken');
    const bytes = randomBytes(8 * MIB);
    for (const itemId of [1, 2, 3]) file(itemId, bytes);
    const arriving = Promise.all([1, 2, 3].map((itemId) => fetch(itemId, bytes.length)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sender.fetches).toHaveLength(0);
    for (let times = 0; times < 20; times++) {
      link.become('up');
      await new Promise((resolve) => setTimeout(resolve, 1));
      link.become(times % 2 === 0 ? 'suspected' : 'broken');
    }
    link.become('up');
    for (const file of await arriving) expect(file.equals(bytes)).toBe(true);
  });

  test('has failed where the link is up and nothing comes', async () => {
    const { fetch, file, sender, link } = fetching(200);
    file(1, randomBytes(4 * MIB));
    sender.silentAfterBytes = MIB;
    expect(await faultOf(fetch(1, 4 * MIB))).toEqual({
      code: 'transfer-failed',
      message: 'Nothing of the file arrived for 0 s, though the link was up.',
    });
    expect(link.now('fetch-end')).toHaveLength(1);
  });

  test('has not failed while the other side reads what is here already, for the hash of the whole', async () => {
    const { fetch, file, sender, link, written } = fetching(300);
    file(1, randomBytes(20 * MIB));
    sender.silentAfterBytes = 12 * MIB;
    const failed = faultOf(fetch(1, 20 * MIB));
    await soon(() => {
      expect(written()).toBe(12 * MIB);
    });
    link.become('broken');
    sender.silentAfterBytes = 0;
    const beganAtMs = performance.now();
    link.become('up');
    expect(await failed).toMatchObject({ code: 'transfer-failed' });
    expect(performance.now() - beganAtMs).toBeGreaterThan(900); // 12 MiB are given 600 ms besides
    expect(sender.fetches.map(({ offset }) => offset)).toEqual([0, 12 * MIB]);
  });

  test('has not failed while the link is broken, however long', async () => {
    const { fetch, file, link } = fetching(100);
    file(1, randomBytes(MIB));
    const arriving = fetch(1, MIB);
    link.become('broken');
    await new Promise((resolve) => setTimeout(resolve, 400));
    link.become('up');
    expect(await arriving).toHaveLength(MIB);
  });

  test('that arrives with another content has failed', async () => {
    const { fetch, file, sender } = fetching();
    file(1, randomBytes(10));
    sender.isLying = true;
    expect(await faultOf(fetch(1, 10))).toMatchObject({ code: 'transfer-failed' });
  });

  test('whose parts come in another order, or in excess, has failed', async () => {
    const { fetch, link, fetched } = fetching();
    link.onNow = (frame) => {
      if (frame.kind !== 'fetch') return;
      const { transfer, itemId } = frame;
      const offset = itemId === 1 ? 5 : 0;
      fetched.onChunk({ transfer, offset, bytes: Buffer.alloc(itemId === 3 ? 9 * MIB : 20) });
    };
    expect(await faultOf(fetch(1, 100))).toMatchObject({ message: expect.stringContaining('another order') as string });
    expect(await faultOf(fetch(2, 10))).toMatchObject({ message: 'The file has grown while it was sent.' });
    expect(await faultOf(fetch(3, 50 * MIB))).toMatchObject({
      message: 'More of the file was sent than there was room for in memory.',
    });
  });

  test('that the disk has no room for has failed at once, and the others arrive', async () => {
    const { fetch, file } = fetching();
    const handle = await open(join(temporaryFolder(), 'x'), 'w');
    const handles = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    for (const itemId of [1, 2]) file(itemId, randomBytes(9 * MIB));
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const write = vi.spyOn(handles, 'write').mockRejectedValueOnce(full);
    onTestFinished(() => {
      write.mockRestore();
    });
    const [first, second] = await Promise.all([1, 2].map((itemId) => faultOf(fetch(itemId, 9 * MIB))));
    expect([first, second].filter((fault) => fault !== undefined)).toEqual([
      { code: 'transfer-failed', message: "The worker's disk is full (ENOSPC)." },
    ]);
  });

  test('that is gone has the fault that the other side gives it', async () => {
    const { fetch } = fetching();
    expect(await faultOf(fetch(1, 10))).toEqual({ code: 'not-found', message: 'gone' });
  });

  test('is ended at the other side once it is not wanted any more, and leaves its place to the next', async () => {
    const { fetch, file, sender, link } = fetching();
    sender.silentAfterBytes = 0;
    const abort = new AbortController();
    setMaxListeners(0, abort.signal);
    const ended = Array.from({ length: 40 }, (_, itemId) => {
      file(itemId, randomBytes(MIB));
      return faultOf(fetch(itemId, MIB, abort.signal));
    });
    await soon(() => {
      expect(sender.fetches).toHaveLength(16);
    });
    abort.abort(new Error('enough'));
    for (const error of await Promise.all(ended)) expect(error).toEqual(new Error('enough'));
    expect(link.now('fetch-end')).toHaveLength(16);
    sender.silentAfterBytes = Infinity;
    expect(await fetch(1, MIB)).toHaveLength(MIB);
  });

  test('that nobody asked for is ignored', () => {
    const { fetched } = fetching();
    fetched.onChunk({ transfer: 7, offset: 0, bytes: Buffer.from('x') });
    fetched.onFrame({ kind: 'file-end', transfer: 7, sha256: '0'.repeat(64) });
  });
});

describe('the size of parts', () => {
  const unknown = { delayMs: undefined, bytesPerS: undefined };

  test('grows with the file', () => {
    const sizes = [1, 9.9e6, 10e6, 99e6, 100e6, 999e6, 1e9, 1e12].map((size) => chunkBytesFor(size, unknown) / MIB);
    expect(sizes).toEqual([0.25, 0.25, 1, 1, 5, 5, 10, 10]);
  });

  test('shrinks where a part would hold up the link, down to 64 KiB', () => {
    expect(chunkBytesFor(1e12, { delayMs: 100, bytesPerS: 10e6 })).toBe(2.5e6);
    expect(chunkBytesFor(1e12, { delayMs: 1, bytesPerS: 10e6 })).toBe(500_000);
    expect(chunkBytesFor(1e12, { delayMs: 100, bytesPerS: 1_000 })).toBe(65_536);
    expect(chunkBytesFor(1e12, { delayMs: 1, bytesPerS: 1e9 })).toBe(10 * MIB);
  });
});

describe('the bandwidth of a link', () => {
  test('is what it carries while it is made use of', () => {
    const bandwidth = new Bandwidth();
    expect(bandwidth.bytesPerS).toBeUndefined();
    for (let ms = 0; ms <= 2_000; ms += 10) bandwidth.add(100_000, ms);
    expect(bandwidth.bytesPerS).toBeCloseTo(10e6, -5);
    bandwidth.add(1, 60_000);
    expect(bandwidth.bytesPerS).toBeCloseTo(10e6, -5);
    for (let ms = 100_000; ms <= 130_000; ms += 10) bandwidth.add(10_000, ms);
    expect(bandwidth.bytesPerS).toBeCloseTo(1e6, -5);
  });
});

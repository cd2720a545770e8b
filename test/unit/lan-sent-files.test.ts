import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Chunk } from '../../src-link/link.ts';
import { Bandwidth } from '../../src-main/links/lan/bandwidth.ts';
import type { FilePart } from '../../src-main/links/lan/own-file.ts';
import { lookAtOwnFile } from '../../src-main/links/lan/own-file.ts';
import { SentFiles } from '../../src-main/links/lan/sent-files.ts';
import type { FromMachineNow, ToMachineNow } from '../../src-protocol/messages/link.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Fetch = FromMachineNow & { kind: 'fetch' };

const KIB = 1_024;

/** Files that may be fetched as item 1, 2, … of lease 7, and what goes out for them. */
class Sending {
  readonly chunks: Chunk[] = [];
  readonly told: ToMachineNow[] = [];
  readonly nonsense: string[] = [];
  readonly bandwidth = new Bandwidth();
  readonly files = new Map<number, readonly FilePart[]>();
  gate: Promise<unknown> = Promise.resolve();
  accepts = true;
  sentBytes = 0;
  inChunks = 0;
  readonly sent = new SentFiles({
    partOf: (leaseId, itemId, part) =>
      leaseId === 6 ? 'ended' : leaseId === 7 ? this.files.get(itemId)?.[part] : undefined,
    sendChunk: async (chunk) => {
      this.inChunks += 1;
      await this.gate;
      this.inChunks -= 1;
      if (this.accepts) this.chunks.push({ ...chunk, bytes: Buffer.from(chunk.bytes) });
      return this.accepts;
    },
    sendNow: (frame) => this.told.push(frame),
    onSent: (bytes) => (this.sentBytes += bytes),
    onNonsense: (what) => this.nonsense.push(what),
    bandwidth: this.bandwidth,
  });

  give(itemId: number, path: string): void {
    const { size: sizeBytes, mtimeMs: modifiedMs } = statSync(path);
    this.files.set(itemId, [{ path, sizeBytes, modifiedMs }]);
  }

  fetch(fetch: Partial<Fetch> = {}): void {
    const defaults = { leaseId: 7, itemId: 1, part: 0, offset: 0, chunkBytes: 64 * KIB, creditBytes: 64 * KIB * KIB };
    this.sent.hear({ kind: 'fetch', transfer: 1, ...defaults, ...fetch });
  }

  /** What has arrived of a transfer, from an offset on; fails where a part is missing. */
  arrived(transfer: number, from = 0): Buffer {
    const parts: Buffer[] = [];
    let at = from;
    for (const chunk of this.chunks.filter((each) => each.transfer === transfer)) {
      expect(chunk.offset).toBe(at);
      at += chunk.bytes.length;
      parts.push(chunk.bytes);
    }
    return Buffer.concat(parts);
  }
}

function fileOf(content: Buffer, name = 'a.jpg'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

test('a file arrives in chunks, in order, with the hash of the whole', async () => {
  const content = randomBytes(300 * KIB + 17);
  const sending = new Sending();
  sending.give(1, fileOf(content));
  sending.fetch();
  await vi.waitFor(() => {
    expect(sending.told).toEqual([{ kind: 'file-end', transfer: 1, sha256: sha256(content) }]);
  });
  expect(sending.arrived(1).equals(content)).toBe(true);
  expect(sending.chunks.map(({ bytes }) => bytes.length)).toEqual([65_536, 65_536, 65_536, 65_536, 45_073]);
  expect(sending.sentBytes).toBe(content.length);
});

test('an empty file is its hash alone', async () => {
  const sending = new Sending();
  sending.give(1, fileOf(Buffer.alloc(0)));
  sending.fetch();
  await vi.waitFor(() => {
    expect(sending.told).toEqual([{ kind: 'file-end', transfer: 1, sha256: sha256(Buffer.alloc(0)) }]);
  });
  expect(sending.chunks).toEqual([]);
});

test('never more is sent than there is credit for', async () => {
  const content = randomBytes(200 * KIB);
  const sending = new Sending();
  sending.give(1, fileOf(content));
  sending.fetch({ creditBytes: 100 * KIB });
  await vi.waitFor(() => {
    expect(sending.sentBytes).toBe(100 * KIB);
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(sending.sentBytes).toBe(100 * KIB);
  sending.sent.hear({ kind: 'credit', transfer: 1, bytes: 1_000 * KIB });
  await vi.waitFor(() => {
    expect(sending.told).toMatchObject([{ kind: 'file-end', sha256: sha256(content) }]);
  });
  expect(sending.arrived(1).equals(content)).toBe(true);
});

test('what a break has interrupted goes on where it stood, with the hash of the whole', async () => {
  const content = randomBytes(2_500 * KIB);
  const sending = new Sending();
  sending.give(1, fileOf(content));
  sending.fetch({ transfer: 2, offset: 2_000 * KIB });
  await vi.waitFor(() => {
    expect(sending.told).toEqual([{ kind: 'file-end', transfer: 2, sha256: sha256(content) }]);
  });
  expect(sending.arrived(2, 2_000 * KIB).equals(content.subarray(2_000 * KIB))).toBe(true);
});

test('a file that grows while it is sent is not passed off as whole', async () => {
  const path = fileOf(randomBytes(200 * KIB));
  const sending = new Sending();
  sending.give(1, path);
  sending.fetch({ creditBytes: 64 * KIB });
  await vi.waitFor(() => {
    expect(sending.chunks).toHaveLength(1);
  });
  appendFileSync(path, 'more');
  sending.sent.hear({ kind: 'credit', transfer: 1, bytes: 1_000 * KIB });
  await vi.waitFor(() => {
    expect(sending.told).toMatchObject([{ kind: 'file-fault', transfer: 1, fault: { code: 'transfer-failed' } }]);
  });
  expect(sending.arrived(1).length).toBeLessThanOrEqual(200 * KIB);
});

test('a file that cannot be read any further while a part of it is on its way is a fault of the file, and of nothing else', async () => {
  const path = fileOf(randomBytes(200 * KIB));
  const handle = await open(path);
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const sending = new Sending();
  let pass: () => void = () => undefined;
  sending.gate = new Promise<void>((resolve) => (pass = resolve));
  sending.give(1, path);
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  onTestFinished(() => {
    process.off('unhandledRejection', unhandled);
    vi.restoreAllMocks();
  });
  const read = vi.spyOn(handles, 'read');
  sending.fetch();
  await vi.waitFor(() => {
    expect(read.mock.settledResults.filter(({ type }) => type === 'fulfilled')).toHaveLength(2); // one of them is read ahead
  });
  expect(sending.inChunks).toBe(1);
  read.mockRejectedValue(Object.assign(new Error('i/o error'), { code: 'EIO' }));
  const { gate } = sending;
  let passOn: () => void = () => undefined;
  sending.gate = new Promise<void>((resolve) => (passOn = resolve));
  pass();
  await gate;
  await vi.waitFor(() => {
    expect(sending.inChunks).toBe(1);
    expect(read.mock.settledResults.filter(({ type }) => type === 'rejected')).toHaveLength(1);
  });
  await new Promise(setImmediate); // it would be told by now
  expect(unhandled).not.toHaveBeenCalled();
  passOn();
  await vi.waitFor(() => {
    expect(sending.told).toMatchObject([{ kind: 'file-fault', transfer: 1, fault: { code: 'io-error' } }]);
  });
});

test('a file that is gone by now is a fault of the file', async () => {
  const path = fileOf(randomBytes(10));
  const sending = new Sending();
  sending.give(1, path);
  rmSync(path);
  sending.fetch();
  await vi.waitFor(() => {
    expect(sending.told).toMatchObject([{ kind: 'file-fault', transfer: 1, fault: { code: 'not-found' } }]);
  });
});

test('what was not given is refused and counted, what was given until now is refused and not counted', () => {
  const sending = new Sending();
  sending.give(1, fileOf(randomBytes(10)));
  sending.fetch({ transfer: 1, leaseId: 99 });
  sending.fetch({ transfer: 2, itemId: 2 });
  sending.fetch({ transfer: 3, part: 1 });
  sending.fetch({ transfer: 4, offset: 11 });
  expect(sending.nonsense).toHaveLength(4);
  sending.fetch({ transfer: 5, leaseId: 6 });
  expect(sending.nonsense).toHaveLength(4);
  expect(sending.told).toMatchObject([1, 2, 3, 4, 5].map((transfer) => ({ kind: 'file-fault', transfer })));
  expect(sending.chunks).toEqual([]);
});

test('after a transfer is ended, nothing more is said of it, and the next ones go on', async () => {
  const content = randomBytes(100 * KIB);
  const sending = new Sending();
  sending.give(1, fileOf(content));
  for (let transfer = 1; transfer <= 16; transfer++)
    sending.fetch({ transfer, creditBytes: 4 * KIB, chunkBytes: 4 * KIB });
  sending.fetch({ transfer: 17 });
  await vi.waitFor(() => {
    expect(sending.sentBytes).toBe(64 * KIB);
  });
  expect(sending.arrived(17)).toHaveLength(0);
  for (let transfer = 1; transfer <= 16; transfer++) sending.sent.hear({ kind: 'fetch-end', transfer });
  await vi.waitFor(() => {
    expect(sending.told).toEqual([{ kind: 'file-end', transfer: 17, sha256: sha256(content) }]);
  });
});

test('nothing more goes out over a link that is broken, and the same file can be fetched anew', async () => {
  const content = randomBytes(100 * KIB);
  const sending = new Sending();
  sending.give(1, fileOf(content));
  sending.accepts = false;
  sending.fetch({ transfer: 1 });
  await new Promise((resolve) => setTimeout(resolve, 30));
  sending.sent.endAll();
  expect(sending.told).toEqual([]);
  sending.accepts = true;
  sending.fetch({ transfer: 2 });
  await vi.waitFor(() => {
    expect(sending.told).toMatchObject([{ kind: 'file-end', transfer: 2 }]);
  });
  expect(sending.arrived(2).equals(content)).toBe(true);
});

test('however many large files are fetched at once, little of them is in memory', async () => {
  const path = fileOf(randomBytes(12 * KIB * KIB));
  const sending = new Sending();
  let open: () => void = () => undefined;
  sending.gate = new Promise<void>((resolve) => (open = resolve));
  for (let item = 1; item <= 20; item++) {
    sending.give(item, path);
    sending.fetch({ transfer: item, itemId: item, chunkBytes: 8 * KIB * KIB });
  }
  await vi.waitFor(() => {
    expect(sending.inChunks).toBeGreaterThan(0);
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(sending.inChunks).toBeLessThanOrEqual(3); // of 8 MiB, in a budget of 24
  open();
  await vi.waitFor(
    () => {
      expect(sending.told.filter(({ kind }) => kind === 'file-end')).toHaveLength(20);
    },
    { timeout: 20_000 },
  );
}, 30_000);

test('a file is looked at with its times, its mode and its sidecars', async () => {
  const folder = temporaryFolder();
  for (const name of ['a.cr2', 'a.xmp', 'a.cr2.xmp', 'b.xmp', 'a.jpg']) writeFileSync(join(folder, name), name);
  const looked = await lookAtOwnFile(join(folder, 'a.cr2'));
  const stats = statSync(join(folder, 'a.cr2'));
  expect(looked).toMatchObject({
    access: {
      kind: 'sent',
      sizeBytes: 5,
      modifiedMs: stats.mtimeMs,
      mode: stats.mode,
      sidecars: [
        { name: 'a.cr2.xmp', sizeBytes: 9 },
        { name: 'a.xmp', sizeBytes: 5 },
      ],
    },
  });
  expect('parts' in looked && looked.parts.map(({ path }) => path)).toEqual([
    join(folder, 'a.cr2'),
    join(folder, 'a.cr2.xmp'),
    join(folder, 'a.xmp'),
  ]);
  expect(await lookAtOwnFile(join(folder, 'no.jpg'))).toMatchObject({ code: 'not-found' });
  expect(await lookAtOwnFile(folder)).toMatchObject({ code: 'not-a-file' });
});

describe('the bandwidth of a link', () => {
  const MIB = KIB * KIB;

  test('is that of all transfers together, and only while there are any', () => {
    const bandwidth = new Bandwidth();
    expect([bandwidth.isMeasured, bandwidth.bytesPerS(0)]).toEqual([false, 50e6]);
    bandwidth.begin(0);
    bandwidth.begin(0);
    bandwidth.add(4 * MIB, 100);
    expect(bandwidth.bytesPerS(100)).toBeCloseTo(41.9e6, -5);
    bandwidth.end(100);
    bandwidth.end(100);
    bandwidth.begin(30_000);
    bandwidth.add(4 * MIB, 30_100);
    expect(bandwidth.bytesPerS(30_100)).toBeCloseTo(41.9e6, -5);
    bandwidth.add(10, 31_200); // it has become slow
    expect(bandwidth.bytesPerS(31_200)).toBeLessThan(30e6);
  });

  test('is not that of the time in which nothing gets through', () => {
    const bandwidth = new Bandwidth();
    bandwidth.begin(0);
    bandwidth.add(4 * MIB, 100);
    bandwidth.add(1, 110);
    bandwidth.halt();
    bandwidth.end(9_000);
    bandwidth.begin(9_500);
    bandwidth.goOn(10_000);
    bandwidth.add(4 * MIB, 10_100);
    expect(bandwidth.bytesPerS(10_100)).toBeCloseTo(41.9e6, -5);
  });

  test('is assumed again when nothing has been measured for long: a slow one gets another chance', () => {
    const bandwidth = new Bandwidth();
    bandwidth.begin(0);
    bandwidth.add(0, 2_000);
    expect(bandwidth.bytesPerS(62_000)).toBe(10e3);
    expect(bandwidth.bytesPerS(122_000)).toBeCloseTo(Math.sqrt(10e3 * 50e6), -3);
    expect(bandwidth.bytesPerS(662_000)).toBeGreaterThan(49e6);
  });
});

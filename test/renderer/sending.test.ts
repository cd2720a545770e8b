import { describe, expect, test } from 'vitest';
import type { LocalFile } from '../../src-renderer/src/bridge/upload.ts';
import { Sending, TooMuch } from '../../src-renderer/src/state/sending.ts';

function localFiles(count: number): LocalFile[] {
  return Array.from({ length: count }, (_, at) => ({ relativePath: at.toString(), file: new File(['xy'], 'f') }));
}

async function* slowly(...batches: LocalFile[][]) {
  for (const batch of batches) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield batch;
  }
}

const PORTS = { maxFiles: 1_000, maxBytes: 1_000_000, onChange: () => undefined };

describe('sending', () => {
  test('sends every file once, four at a time, while more are being found', async () => {
    const sent: string[] = [];
    let under = 0;
    let most = 0;
    const send = async ({ relativePath }: LocalFile) => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setTimeout(resolve, 1));
      under -= 1;
      sent.push(relativePath);
    };
    const files = localFiles(40);
    const sending = new Sending({ ...PORTS, send }, new AbortController().signal);
    await sending.run(slowly(files.slice(0, 1), files.slice(1, 30), files.slice(30)));
    expect(sent.sort((a, b) => Number(a) - Number(b))).toEqual(files.map(({ relativePath }) => relativePath));
    expect(most).toBe(4);
    expect(sending.progress).toEqual({
      reading: false,
      files: 40,
      bytes: 80,
      sentFiles: 40,
      sentBytes: 80,
      failed: [],
    });
  });

  test('keeps a file that fails, with the reason, and sends the others', async () => {
    const send = ({ relativePath }: LocalFile) =>
      relativePath === '3' ? Promise.reject(new Error('The disk is full.')) : Promise.resolve();
    const sending = new Sending({ ...PORTS, send }, new AbortController().signal);
    await sending.run(slowly(localFiles(6)));
    expect(sending.progress).toMatchObject({ files: 6, sentFiles: 5 });
    expect(sending.progress.failed).toMatchObject([{ local: { relativePath: '3' }, reason: 'The disk is full.' }]);
  });

  test('stops when it is cancelled, also while nothing new is found', async () => {
    const cancel = new AbortController();
    const send = (_local: LocalFile, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('cancelled'));
        });
      });
    const sending = new Sending({ ...PORTS, send }, cancel.signal);
    const run = sending.run(slowly(localFiles(9)));
    setTimeout(() => {
      cancel.abort();
    }, 10);
    await expect(run).rejects.toThrow();
    expect(sending.progress).toMatchObject({ sentFiles: 0, failed: [] });
  });

  test('refuses more than the server takes', async () => {
    const sending = new Sending({ ...PORTS, maxFiles: 5, send: () => Promise.resolve() }, new AbortController().signal);
    await expect(sending.run(slowly(localFiles(6)))).rejects.toThrow(TooMuch);
  });
});

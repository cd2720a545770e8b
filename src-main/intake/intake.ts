import { Worker } from 'node:worker_threads';
import type { CrawlJob, Intake, TakeFound } from '../coordinator/ports.ts';
import { fingerprintFile } from '../../src-worker/file/fingerprint.ts';
import type { CrawlRequest, FromCrawl } from './crawl-messages.ts';
import { systemPath } from './read-folder.ts';

/** Crawls in a thread whose entry is the file `crawlThread`. */
export function createIntake(crawlThread: string): Intake {
  return {
    crawl: (job, onFound, signal) => crawlInThread(crawlThread, job, onFound, signal),
    fingerprint: (path, sizeBytes) => fingerprintFile(systemPath(path), sizeBytes),
  };
}

async function crawlInThread(
  crawlThread: string,
  { spec, listFile }: CrawlJob,
  onFound: TakeFound,
  signal: AbortSignal,
): Promise<void> {
  const { sources, include, exclude, hidden, followSymlinks } = spec;
  const request: CrawlRequest = { sources, include, exclude, hidden, followSymlinks, listFile };
  const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const takenCount = new Int32Array(taken);
  const thread = new Worker(crawlThread, { workerData: { request, taken } });
  const abort = () => void thread.terminate();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const waiting: FromCrawl[] = [];
      // One message at a turn of the event loop: the thread sends as fast as they are taken, and would keep out everything
      // else, the first results among it, until the crawl has ended. A message stays at the head until it is taken.
      const takeNext = () => {
        const message = waiting[0];
        if (message === undefined || signal.aborted) return;
        takeMessage(message)
          .then(() => {
            waiting.shift();
            if (waiting.length > 0) setImmediate(takeNext);
          })
          .catch((error: unknown) => {
            reject(error instanceof Error ? error : new Error(String(error)));
          });
      };
      const takeMessage = async (message: FromCrawl) => {
        switch (message.kind) {
          case 'found':
            await onFound(message.files);
            Atomics.add(takenCount, 0, 1);
            Atomics.notify(takenCount, 0);
            break;
          case 'end':
            resolve();
            break;
          case 'failed':
            throw new Error(`The crawl failed: ${message.message}`);
        }
      };
      thread.on('message', (message: FromCrawl) => {
        waiting.push(message);
        if (waiting.length === 1) setImmediate(takeNext);
      });
      thread.on('error', reject);
      thread.on('exit', () => {
        const cut = new Error('The crawl ended before it was through');
        if (signal.aborted) resolve();
        else if (waiting.every(({ kind }) => kind === 'found')) reject(cut); // its last word is on its way otherwise
      });
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await thread.terminate();
  }
}

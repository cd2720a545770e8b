import { Worker } from 'node:worker_threads';
import type { CrawlJob, FoundFiles, Intake } from '../coordinator/ports.ts';
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
  onFound: (files: readonly FoundFiles[]) => void,
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
      thread.on('message', (message: FromCrawl) => {
        if (signal.aborted) return;
        switch (message.kind) {
          case 'found':
            try {
              onFound(message.files);
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
            }
            Atomics.add(takenCount, 0, 1);
            Atomics.notify(takenCount, 0);
            break;
          case 'end':
            resolve();
            break;
          case 'failed':
            reject(new Error(`The crawl failed: ${message.message}`));
        }
      });
      thread.on('error', reject);
      thread.on('exit', () => {
        if (signal.aborted) resolve();
        else reject(new Error('The crawl ended before it was through'));
      });
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await thread.terminate();
  }
}

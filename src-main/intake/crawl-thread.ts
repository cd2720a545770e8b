import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { pathFromBytes } from '../../src-protocol/model/path-codec.ts';
import type { CrawlRequest, FromCrawl } from './crawl-messages.ts';
import { CRAWL_BATCH_FILES, CRAWL_BATCHES_AHEAD } from './crawl-messages.ts';
import { Crawl } from './crawl.ts';
import { FoundBatch } from './found-batch.ts';

/** Entry of the crawl thread: blocking calls throughout, ended from outside by terminating the thread. */
const port = parentPort;
if (port === null) throw new Error('crawl-thread is started as a worker thread');
const { request, taken } = workerData as { request: CrawlRequest; taken: SharedArrayBuffer };
const takenCount = new Int32Array(taken);
let sent = 0;

const post = (message: FromCrawl) => {
  port.postMessage(message);
};

/** Waits while too many batches are on their way: the store sets the pace, and memory stays flat. */
function waitForCredit(): void {
  for (;;) {
    const done = Atomics.load(takenCount, 0);
    if (sent - done < CRAWL_BATCHES_AHEAD) return;
    Atomics.wait(takenCount, 0, done);
  }
}

const found = new FoundBatch((files) => {
  waitForCredit();
  sent += 1;
  post({ kind: 'found', files });
}, CRAWL_BATCH_FILES);

/** The paths of a list in which each is ended by a NUL byte. */
function* readList(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(65_536);
    let rest = Buffer.alloc(0);
    for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, length)]);
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        yield pathFromBytes(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

try {
  const crawl = new Crawl(request, found);
  for (const [index, source] of request.sources.entries()) crawl.source(source, index);
  if (request.listFile !== undefined) for (const path of readList(request.listFile)) crawl.source(path, -1);
  found.flush();
  post({ kind: 'end' });
} catch (error) {
  post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}

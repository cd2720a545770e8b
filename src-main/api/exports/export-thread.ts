import { parentPort, workerData } from 'node:worker_threads';
import { exportRecords } from '../../export/export-records.ts';
import { openStoreToRead } from '../../store/store.ts';
import type { ExportTask, FromExport } from './export-messages.ts';

/** Entry of a thread that writes one export from a connection of its own, and ends. */
const port = parentPort;
if (port === null) throw new Error('export-thread is started as a worker thread');
const { dataFolder, jobId, format, columns, excel, itemIds, file } = workerData as ExportTask;

const post = (message: FromExport) => {
  port.postMessage(message);
};
const stopped = new AbortController();
port.on('message', () => {
  stopped.abort();
});

const store = openStoreToRead(dataFolder, () => Date.now());
try {
  const job = store.jobs.get(jobId);
  if (job === undefined) throw new Error(`There is no job ${jobId.toString()} any more.`);
  const results = store.results(job);
  const { records, bytes } = await exportRecords({
    source: {
      records: () => (itemIds === undefined ? results.records() : results.recordsOf(itemIds)),
      nameLists: () => (itemIds === undefined ? results.nameLists() : results.nameListsOf(itemIds)),
    },
    format,
    columns,
    excel,
    target: { kind: 'file', path: file, replace: true },
    signal: stopped.signal,
    onProgress: (written) => {
      post({ kind: 'written', records: written });
    },
  });
  post({ kind: 'complete', records, bytes });
} catch (error) {
  post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
} finally {
  store[Symbol.dispose]();
  port.close();
}

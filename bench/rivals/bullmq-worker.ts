import { Worker } from 'bullmq';

/** `node bullmq-worker.ts PORT QUEUE`: takes jobs that do nothing, a hundred at a time, until it is ended. */
const [port, queue] = process.argv.slice(2);
if (port === undefined || queue === undefined) throw new Error('usage: bullmq-worker.ts PORT QUEUE');

const worker = new Worker(queue, () => Promise.resolve({ outcome: 'no-metadata' }), {
  connection: { host: '127.0.0.1', port: Number(port) },
  concurrency: 100,
});
await worker.waitUntilReady();
process.send?.('ready');

import { parentPort, workerData } from 'node:worker_threads';
import { openDatabaseToRead } from './database.ts';
import type { FromReader, ToReader } from './reader-messages.ts';
import { questions } from './questions.ts';

/** Entry of the thread that answers questions to the store over a connection of its own. It ends when it is told to. */
const port = parentPort;
if (port === null) throw new Error('read-thread is started as a worker thread');
const database = openDatabaseToRead((workerData as { file: string }).file);
const closing = new AbortController();
const answers = questions(database, closing.signal) as unknown as Readonly<
  Record<string, (...args: readonly unknown[]) => unknown>
>;
/** Questions that are answered in slices, between which the next message is heard. */
const underWay = new Set<Promise<void>>();

const post = (message: FromReader) => {
  port.postMessage(message);
};

async function answer({ id, name, args }: ToReader & { kind: 'ask' }): Promise<void> {
  try {
    post({ id, answer: await answers[name]?.(...args) });
  } catch (error) {
    post({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

async function close(): Promise<void> {
  closing.abort(new Error('The store is being closed.'));
  await Promise.all(underWay);
  database.close();
  port?.close();
}

port.on('message', (message: ToReader) => {
  if (message.kind === 'close') {
    void close();
    return;
  }
  const answered = answer(message);
  underWay.add(answered);
  void answered.then(() => underWay.delete(answered));
});

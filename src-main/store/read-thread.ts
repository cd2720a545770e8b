import { parentPort, workerData } from 'node:worker_threads';
import { openDatabaseToRead } from './database.ts';
import type { FromReader, ToReader } from './reader-messages.ts';
import { questions } from './questions.ts';

/** Entry of the thread that answers questions to the store over a connection of its own. It ends when it is told to. */
const port = parentPort;
if (port === null) throw new Error('read-thread is started as a worker thread');
const database = openDatabaseToRead((workerData as { file: string }).file);
const answers = questions(database) as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

const post = (message: FromReader) => {
  port.postMessage(message);
};

port.on('message', (message: ToReader) => {
  if (message.kind === 'close') {
    database.close();
    port.close();
    return;
  }
  const { id, name, args } = message;
  try {
    post({ id, answer: answers[name]?.(...args) });
  } catch (error) {
    post({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

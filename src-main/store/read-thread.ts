import { parentPort, workerData } from 'node:worker_threads';
import { openDatabaseToRead } from './database.ts';
import type { FromReader, ToReader } from './reader-messages.ts';
import { questions, type Questions } from './questions.ts';

/** Entry of the thread that answers questions to the store over a connection of its own. It ends when it is told to. */
const port = parentPort;
if (port === null) throw new Error('read-thread is started as a worker thread');
const database = openDatabaseToRead((workerData as { file: string }).file);
const closing = new AbortController();
const answers = questions(database, closing.signal) as unknown as Readonly<
  Record<string, (...args: readonly unknown[]) => unknown>
>;
type Question = ToReader & { kind: 'ask' };

/** What a table shows: somebody waits for it. Counts beside the table, of which there are many, come after it. */
const FIRST: ReadonlySet<string> = new Set([
  'resultPage',
  'resultOffset',
  'resultRecord',
  'resultPath',
] satisfies (keyof Questions)[]);

/** Not begun yet. */
const asked: Question[] = [];
/** Questions that are answered in slices, between which others are begun. */
const underWay = new Set<Promise<void>>();

const post = (message: FromReader) => {
  port.postMessage(message);
};

async function answer({ id, name, args }: Question): Promise<void> {
  try {
    post({ id, answer: await answers[name]?.(...args) });
  } catch (error) {
    post({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

/** Begins one question in a turn of the event loop, so that one that comes meanwhile can go before the others. */
function beginNext(): void {
  const first = asked.findIndex(({ name }) => FIRST.has(name));
  const [question] = asked.splice(Math.max(0, first), 1);
  if (question === undefined) return;
  const answered = answer(question);
  underWay.add(answered);
  void answered.then(() => underWay.delete(answered));
  if (asked.length > 0) setImmediate(beginNext);
}

async function close(): Promise<void> {
  closing.abort(new Error('The store is being closed.'));
  while (asked.length > 0) beginNext(); // each is told that it is not answered
  await Promise.all(underWay);
  database.close();
  port?.close();
}

port.on('message', (message: ToReader) => {
  if (message.kind === 'close') {
    void close();
    return;
  }
  if (asked.push(message) === 1) setImmediate(beginNext);
});

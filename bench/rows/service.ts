import type { Bench, Line, Row } from '../bench.ts';
import { hugeTree } from '../corpora/huge-tree.ts';
import { tinyTree } from '../corpora/tiny-tree.ts';
import { count, milliseconds, p95 } from '../measure.ts';
import { jobDone, serveFor, type BenchServer } from '../server.ts';

/** Core fields that the stand-in for ExifTool gives; the others are absent everywhere, and sorting by them costs nothing. */
const SORTED_BY = ['mediaKind', 'format', 'mimeType', 'width', 'height', 'make', 'model', 'iso', 'exposureS'];
const SEARCHED_FOR = ['IMG_0123456', '999', 'folder 0500 jpg', 'canon', 'heic 42', 'nowhere-to-be-found'];
const ROUNDS = 12;

const TARGETS_MS = { submit: 100, status: 50, page: 100, search: 150, age: 150 };

export const service: Row = {
  id: 'service',
  method:
    'A server whose store holds a finished job of 1,000,000 files (made with the stand-in for ExifTool, as for `memory`) works on a cold job of 100,000 files with the real ExifTool. Meanwhile, one call after the other over HTTP: jobs of one folder submitted, both jobs asked how they stand, the first page of the large job’s results sorted by each core field that it has, up and down, and searched. The first look at a job’s results builds their index; it is told apart. Age of progress: how much later than the earliest of its kind an event arrives, by the job’s own clock.',
  measure: async (bench) => {
    const data = bench.scratch.path('data');
    const huge = await hugeTree(bench);
    bench.say(`filling the store with ${count(bench.sizes.memoryFiles)} files`);
    const filling = await serveFor(bench, data, { fakeExtractors: true });
    const { id } = await filling.client.jobs.create({ sources: [huge], cache: 'refresh' });
    await jobDone(filling.client, id);
    await filling[Symbol.asyncDispose]();

    bench.say('asking while a job is running');
    const server = await serveFor(bench, data);
    try {
      return await measureCalls(bench, server, id);
    } finally {
      await server[Symbol.asyncDispose]();
      bench.scratch.drop(data);
    }
  },
};

async function measureCalls(bench: Bench, { client }: BenchServer, hugeJob: number): Promise<Line[]> {
  const running = await client.jobs.create({ sources: [await tinyTree(bench)], cache: 'off' });
  const timed = async (into: number[], call: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await call();
    into.push(performance.now() - startedAt);
  };
  const ages = progressAges(client, running.id);
  const first: number[] = [];
  const page = (sort: string | undefined, search: string, descending = false) =>
    client.results.page({
      id: hugeJob,
      columns: ['relativePath', 'size', 'model', 'iso'],
      limit: 100,
      filter: { search },
      ...(sort === undefined ? {} : { sort: { column: sort, descending } }),
    });
  await timed(first, () => page('iso', ''));

  const [submits, statuses, pages, searches]: [number[], number[], number[], number[]] = [[], [], [], []];
  const empty = bench.scratch.emptyFolder('empty');
  for (let round = 0; round < ROUNDS; round++) {
    for (const column of SORTED_BY) await timed(pages, () => page(column, '', round % 2 === 1));
    for (const words of SEARCHED_FOR) await timed(searches, () => page(undefined, words));
    for (const id of [running.id, hugeJob])
      for (let n = 0; n < 5; n++) await timed(statuses, () => client.jobs.get({ id }));
    for (let n = 0; n < 3; n++) await timed(submits, () => client.jobs.create({ sources: [empty] }));
  }
  const { state } = await client.jobs.get({ id: running.id });
  if (state !== 'running') throw new Error('The running job has ended before the calls had: its figures say nothing.');
  const age = await ages.end();
  await client.jobs.cancel({ id: running.id });

  const line = (what: string, values: readonly number[], targetMs: number, note = ''): Line => ({
    what: `${what}, p95`,
    ours: milliseconds(p95(values)),
    target: `< ${targetMs.toString()} ms`,
    met: p95(values) < targetMs,
    note: `${count(values.length)} calls, longest ${milliseconds(Math.max(...values))}${note}`,
  });
  return [
    line('Submit a job', submits, TARGETS_MS.submit),
    line('Status of a job', statuses, TARGETS_MS.status),
    line(
      'First page of 1,000,000 results, sorted',
      pages,
      TARGETS_MS.page,
      `; the very first look took ${milliseconds(first[0] ?? Number.NaN)}`,
    ),
    line('Search in 1,000,000 results', searches, TARGETS_MS.search),
    line('Age of a progress event', age, TARGETS_MS.age),
  ];
}

/** Listens to the progress of a job, and tells how late each event was against the earliest. */
function progressAges(client: BenchServer['client'], job: number): { end(): Promise<number[]> } {
  const stopped = new AbortController();
  const offsets: number[] = [];
  const listening = (async () => {
    const events = await client.events.subscribe({ job, kinds: ['progress'] }, { signal: stopped.signal });
    for await (const event of events)
      if (event.kind === 'progress') offsets.push(performance.now() - event.progress.elapsedMs);
  })().catch((error: unknown) => {
    if (!stopped.signal.aborted) throw error;
  });
  return {
    end: async () => {
      stopped.abort();
      await listening;
      const earliest = Math.min(...offsets);
      return offsets.map((offset) => offset - earliest);
    },
  };
}

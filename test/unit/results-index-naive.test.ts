import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition, ResultFilter } from '../../src-protocol/contract/results.ts';
import type { CoreFields } from '../../src-protocol/model/core-fields.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import { finishedItem, TestStore } from './fakes/sqlite-store.ts';
import { folded, NaiveResults } from './fakes/naive-results.ts';

const RUNS = 150;
const ALL: ResultFilter = { search: '', conditions: [] };
const NO_BREAK = { minLength: 1, maxLength: 6 } as const;

/** Few letters, so that values meet; upper and lower case, an accent, a byte that is not UTF-8. */
const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'A', 'é', 'É', '1', ' ', '-', '.'), ...NO_BREAK });
const name = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '\udcff', '\\', ' ', '.', '0'), ...NO_BREAK });
const folder = fc.constantFrom('/f', '/f/a', '/f/A', '/f/a b', '/f/a/b', '/g', '/');
const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const local = fc.constantFrom(
  '2010',
  '2010-05',
  '2010-05-07',
  '2010-05-07T10:00',
  '2010-05-07T10:00:00',
  '2010-05-07T10:00:00.1',
  '2010-05-07T10:00:00.10',
  '2010-05-07T10:00:00.123456',
  '2010-05-31T23:59:59',
  '0099-12-31',
  '2011-01-01T00:00:00',
);
const core: fc.Arbitrary<CoreFields> = fc.record(
  {
    mediaKind: fc.constantFrom('image', 'video'),
    make: text,
    iso: number,
    latitude: number,
    flashFired: fc.boolean(),
    keywords: fc.array(text, { maxLength: 3 }),
    capturedAt: fc.record({ local, source: fc.constant('ExifIFD:DateTimeOriginal') }),
  },
  { requiredKeys: [] },
);
const tagValue = fc.oneof(
  text.map((value) => JSON.stringify(value)),
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.boolean().map(String),
  fc.array(text, { minLength: 1, maxLength: 2 }).map((values) => JSON.stringify(values)),
  fc.integer({ min: 1, max: 5 }).map((part) => `"1/${part.toString()}"\t${(1 / part).toString()}`),
);
const tags = fc.uniqueArray(fc.constantFrom('A:One', 'A:Two', 'B:One', 'size'), { minLength: 1 }).chain((names) =>
  fc.tuple(...names.map(() => tagValue)).map((values) => ({
    tagNames: names.join('\n'),
    tagValues: values.join('\n'),
  })),
);
const failure: fc.Arbitrary<Partial<ItemResult>> = fc.record({
  outcome: fc.constant('failed' as const),
  fault: fc.record({ code: fc.constantFrom('corrupt' as const, 'io-error' as const), message: text }),
  tagNames: fc.constant(''),
  coreJson: fc.constant('{}'),
});
const result: fc.Arbitrary<Partial<ItemResult>> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(core, tags, fc.constantFrom({}, { sizeBytes: 2 }))
      .map(([fields, table, grown]) => ({ coreJson: JSON.stringify(fields), ...table, ...grown })),
  },
  { weight: 1, arbitrary: failure },
);
const file = fc.record({
  folder,
  name,
  sizeBytes: fc.integer({ min: 0, max: 4 }),
  modifiedMs: fc.constantFrom(0, 0.5, 1_273_226_400_000, -1),
  result,
  /** In which of three rounds it is done; a fault of the first is read again in the third. */
  round: fc.integer({ min: 0, max: 2 }),
});
const files = fc.uniqueArray(file, { maxLength: 25, selector: (each) => `${each.folder}/${each.name}` });

const COLUMNS = [
  ...['path', 'relativePath', 'size', 'modifiedAt', 'outcome', 'fromCache', 'error.code', 'error.message'],
  ...[
    'error.attempts',
    'error.worker',
    'error.failedAt',
    'name',
    'folder',
    'extension',
    'mediaKind',
    'make',
    'iso',
    'latitude',
    'flashFired',
    'keywords',
    'capturedAt',
  ],
  ...['A:One', 'A:Two', 'B:One', 'C:None'],
];
const column = fc.constantFrom(...COLUMNS);
const DATES = new Set(['modifiedAt', 'capturedAt', 'error.failedAt']);
const boundFor = (of: string) => (DATES.has(of) ? local.filter((each) => each.length <= 21) : fc.oneof(text, number));
const condition: fc.Arbitrary<Condition & { not?: boolean }> = column.chain((of) =>
  fc.oneof(
    fc.record({ column: fc.constant(of), test: fc.constant('present' as const) }),
    fc.record({ column: fc.constant(of), test: fc.constant('absent' as const) }),
    fc.record({ column: fc.constant(of), test: fc.constant('contains' as const), text }),
    fc.record({
      column: fc.constant(of),
      test: fc.constant('equals' as const),
      values: fc.array(fc.oneof(boundFor(of), fc.boolean()), { minLength: 1, maxLength: 3 }),
    }),
    fc.record(
      {
        column: fc.constant(of),
        test: fc.constant('between' as const),
        from: boundFor(of),
        to: boundFor(of),
        not: fc.boolean(),
      },
      { requiredKeys: ['column', 'test'] },
    ),
  ),
);
const filter: fc.Arbitrary<ResultFilter> = fc.record({
  search: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.oneof(text, name, fc.constantFrom('a/b', 'f/a', '/a\ufffd', 'IMAGE')) },
  ),
  conditions: fc.array(condition, { maxLength: 2 }),
});
const query = fc.record({
  filter,
  sort: fc.option(fc.record({ column, descending: fc.boolean() }), { nil: undefined }),
});

type TestedFile = (typeof files extends fc.Arbitrary<infer Files> ? Files : never)[number];

/** A job that grows in three rounds; `look` is called after each. */
async function inRounds(tested: TestStore, found: readonly TestedFile[], look: (job: StoredJob) => Promise<void>) {
  const { items, records } = tested.store;
  const job = tested.newJob({}, `key ${Math.random().toString()}`);
  const roundOf = new Map<number, TestedFile>();
  const finish = (round: number, change?: Partial<ItemResult>) => {
    const waiting = items.ready(job.id, 0, Infinity, 1_000);
    for (const { itemId, folder: within, name: called } of waiting)
      roundOf.set(itemId, found.find((each) => each.folder === within && each.name === called) as TestedFile);
    const due = waiting.filter(({ itemId }) => (roundOf.get(itemId)?.round ?? 0) <= round);
    records.finish(
      job.id,
      job.keyId,
      due.map(({ itemId, sizeBytes }) => ({
        ...finishedItem(itemId, change ?? roundOf.get(itemId)?.result),
        sizeBytes,
      })),
    );
  };
  for (const [round, part] of [found.slice(0, 12), found.slice(12), []].entries()) {
    for (const each of part) tested.add(job, [each], each.folder);
    if (round === 2) items.requeue(job.id, [...roundOf.keys()], undefined);
    finish(round);
    if (round === 2) finish(round, { coreJson: '{"make":"read again"}' });
    await look(job);
  }
}

describe('the index of results answers what a look at every record does', () => {
  test('pages', { timeout: 120_000 }, async () => {
    const tested = new TestStore();
    await fc.assert(
      fc.asyncProperty(files, fc.array(query, { minLength: 1, maxLength: 6 }), async (found, queries) => {
        await inRounds(tested, found, async (job) => {
          const naive = new NaiveResults(tested.recordsOf(job));
          for (const { filter: asked, sort } of queries) {
            const page = await tested.store.questions.resultPage(job.id, {
              ...{ columns: ['path'], filter: asked, sort, offset: 0, limit: 1_000 },
            });
            const paths = naive.paths(asked, sort);
            expect(page?.rows.map(({ cells }) => cells[0])).toEqual(paths);
            expect(page?.total).toBe(paths.length);
            for (const [at, { itemId }] of page?.rows.entries() ?? [])
              expect(await tested.store.questions.resultOffset(job.id, { itemId, filter: asked, sort })).toEqual({
                offset: at,
              });
          }
        });
      }),
      { numRuns: RUNS },
    );
  });

  test('cells, facets and columns', { timeout: 120_000 }, async () => {
    const tested = new TestStore();
    await fc.assert(
      fc.asyncProperty(files, filter, fc.uniqueArray(column, { minLength: 1 }), async (found, asked, columns) => {
        await inRounds(tested, found, async (job) => {
          const { questions } = tested.store;
          const naive = new NaiveResults(tested.recordsOf(job));
          const page = await questions.resultPage(job.id, { columns, filter: asked, offset: 0, limit: 1_000 });
          expect(page?.rows.map(({ cells }) => cells)).toEqual(naive.cells(asked, columns));
          const facets = await questions.resultFacets(job.id, { columns, filter: asked, limit: 1_000, bytes: true });
          for (const { column: of, values, others, absent } of facets ?? []) {
            const counted = values.map(
              ({ value, files: count, bytes = Number.NaN }) =>
                `${JSON.stringify(folded(value))}: ${count.toString()} of ${bytes.toString()} bytes`,
            );
            if (!DATES.has(of)) expect({ values: counted.sort(), absent }).toEqual(naive.facet(asked, of));
            expect(others).toBe(0);
          }
          const coverage = await questions.resultColumns(job.id);
          const files_ = Object.fromEntries(coverage?.columns.map(({ column: of, files: count }) => [of, count]) ?? []);
          delete files_['size'];
          expect(files_).toMatchObject(naive.coverage(COLUMNS.filter((of) => of !== 'size')));
          expect(coverage?.files).toBe(naive.paths(ALL).length);
        });
      }),
      { numRuns: RUNS },
    );
  });
});

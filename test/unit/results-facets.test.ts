import { expect, test } from 'vitest';
import type { ResultFilter } from '../../src-protocol/contract/results.ts';
import type { CoreFields } from '../../src-protocol/model/core-fields.ts';
import { ALL, filter, jobOf } from './fakes/results.ts';
import { finishedItem, TestStore } from './fakes/sqlite-store.ts';

test('an item has its place in a view, and none where it is filtered away, not done or of another job', async () => {
  const tested = new TestStore();
  const { questions } = tested.store;
  const job = jobOf(tested, [{ iso: 3 }, { iso: 1 }, {}, { iso: 2 }]);
  const [first = 0] = (await questions.resultItems(job.id, ALL)) ?? [];
  const sort = { column: 'iso', descending: true };
  const offsets = await Promise.all(
    [0, 1, 2, 3, 4].map((at) => questions.resultOffset(job.id, { itemId: first + at, filter: ALL, sort })),
  );
  expect(offsets).toEqual([{ offset: 0 }, { offset: 2 }, { offset: 3 }, { offset: 1 }, {}]);
  const some = filter({ column: 'iso', test: 'between', to: 2 });
  expect(await questions.resultOffset(job.id, { itemId: first, filter: some, sort })).toEqual({});
  expect(await questions.resultOffset(job.id, { itemId: first + 3, filter: some })).toEqual({ offset: 1 });
});

test('places are those of the filtered results', async () => {
  const tested = new TestStore();
  const berlin = { latitude: 52.5, longitude: 13.4 };
  const job = jobOf(tested, [berlin, {}, { ...berlin, make: 'x' }, { latitude: -33.9, longitude: 151.2, make: 'x' }]);
  const places = (of: ResultFilter, cells: number) =>
    tested.store.questions.resultPlaces(job.id, { filter: of, cells });
  expect(await places(ALL, 10)).toEqual({
    files: 3,
    places: [
      { ...berlin, files: 2 },
      { latitude: -33.9, longitude: 151.2, files: 1 },
    ],
  });
  expect((await places(ALL, 1))?.places).toMatchObject([{ files: 3 }]);
  const made = filter({ column: 'make', test: 'present' });
  expect((await places(made, 10))?.places.map(({ files }) => files)).toEqual([1, 1]);
});

test('facets have the most frequent values first, count every keyword, and tell what they leave out', async () => {
  const tested = new TestStore();
  const job = jobOf(tested, [
    { make: 'canon', keywords: ['sea', 'Sky'] },
    { make: 'Canon', keywords: ['sky', 'SKY'] },
    { make: 'Canon', keywords: ['sun'] },
    { make: 'Nikon' },
    { make: 'Apple', iso: 100 },
    {},
  ]);
  const { questions } = tested.store;
  expect(await questions.resultFacets(job.id, { columns: ['make', 'keywords', 'iso'], filter: ALL, limit: 2 })).toEqual(
    [
      {
        column: 'make',
        values: [
          { value: 'Canon', files: 3 },
          { value: 'Apple', files: 1 },
        ],
        others: 1,
        absent: 1,
      },
      {
        column: 'keywords',
        values: [
          { value: 'Sky', files: 2 },
          { value: 'sea', files: 1 },
        ],
        others: 1,
        absent: 3,
      },
      { column: 'iso', values: [{ value: 100, files: 1 }], others: 0, absent: 5 },
    ],
  );
  const canon = filter({ column: 'make', test: 'equals', values: ['CANON'] });
  expect(await questions.resultFacets(job.id, { columns: ['relativePath'], filter: canon, limit: 2 })).toEqual([
    {
      column: 'relativePath',
      values: [
        { value: '000000.jpg', files: 1 },
        { value: '000001.jpg', files: 1 },
      ],
      others: 1,
      absent: 0,
    },
  ]);
});

test('facets tell, where asked, how large the files of each value are together', async () => {
  const tested = new TestStore();
  const cores: Readonly<Record<string, CoreFields>> = {
    a: { format: 'JPEG', iso: 100, keywords: ['sea', 'sky', 'Sky'] },
    b: { format: 'jpeg', iso: 200, keywords: ['sky'] },
    c: { format: 'PNG', iso: 100 },
    d: {},
  };
  const sizes: Readonly<Record<string, number>> = { a: 1, b: 20, c: 300, d: 4_000 };
  const job = tested.newJob();
  tested.add(
    job,
    Object.entries(sizes).map(([name, sizeBytes]) => ({ name, sizeBytes })),
  );
  const finished = tested.store.items.ready(job.id, 0, Infinity, 10).map(({ itemId, name, sizeBytes }) => ({
    ...finishedItem(itemId, { coreJson: JSON.stringify(cores[name]) }),
    sizeBytes,
  }));
  tested.store.records.finish(job.id, job.keyId, finished);
  const { questions } = tested.store;
  const bytesOf = async (column: string, of = ALL) => {
    const [facet] =
      (await questions.resultFacets(job.id, { columns: [column], filter: of, limit: 2, bytes: true })) ?? [];
    return facet?.values.map(({ value, files, bytes }) => [value, files, bytes]);
  };
  expect(await bytesOf('format')).toEqual([
    ['JPEG', 2, 21],
    ['PNG', 1, 300],
  ]);
  expect(await bytesOf('keywords')).toEqual([
    ['sky', 2, 21],
    ['sea', 1, 1],
  ]);
  expect(await bytesOf('iso')).toEqual([
    [100, 2, 301],
    [200, 1, 20],
  ]);
  expect(await bytesOf('name', filter({ column: 'format', test: 'absent' }))).toEqual([['d', 1, 4_000]]);
  expect(await questions.resultFacets(job.id, { columns: ['format'], filter: ALL, limit: 1 })).toEqual([
    { column: 'format', values: [{ value: 'JPEG', files: 2 }], others: 1, absent: 1 },
  ]);
});

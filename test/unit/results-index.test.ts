import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ResultFilter } from '../../src-protocol/contract/results.ts';
import { ALL, filter, jobOf, pageOf, taken } from './fakes/results.ts';
import { finishedItem, TestStore } from './fakes/sqlite-store.ts';

describe('a job', () => {
  test('that is not there, or is being deleted, has no results', async () => {
    const tested = new TestStore();
    const { questions, jobs } = tested.store;
    const job = jobOf(tested, [{}]);
    expect(await pageOf(tested, job)).toEqual(['000000.jpg']);
    jobs.hide(job.id);
    for (const id of [job.id, 77]) {
      expect(await questions.resultPage(id, { columns: ['path'], filter: ALL, offset: 0, limit: 1 })).toBeUndefined();
      expect(await questions.resultRecords(id, { after: 0, limit: 1 })).toBeUndefined();
      expect(await questions.resultRecord(id, 1)).toBeUndefined();
      expect(await questions.resultColumns(id)).toBeUndefined();
      expect(await questions.resultFacets(id, { columns: ['iso'], filter: ALL, limit: 1 })).toBeUndefined();
      expect(
        await questions.resultHistogram(id, { column: 'iso', filter: ALL, buckets: 1, by: 'range' }),
      ).toBeUndefined();
      expect(await questions.resultPlaces(id, { filter: ALL, cells: 1 })).toBeUndefined();
      expect(await questions.resultOffset(id, { itemId: 1, filter: ALL })).toBeUndefined();
      expect(await questions.resultItems(id, ALL)).toBeUndefined();
    }
  });

  test('without results answers everything with nothing', async () => {
    const tested = new TestStore();
    const job = tested.newJob();
    const { questions } = tested.store;
    const sort = { column: 'iso', descending: true };
    for (const found of [false, true]) {
      if (found) tested.add(job, [{ name: 'waits.jpg' }]);
      expect(
        await questions.resultPage(job.id, {
          columns: ['path'],
          filter: { ...ALL, search: 'a' },
          sort,
          offset: 0,
          limit: 9,
        }),
      ).toEqual({ total: 0, rows: [] });
      expect(await questions.resultRecords(job.id, { after: 0, limit: 10 })).toEqual({ records: [] });
      expect(await questions.resultColumns(job.id)).toEqual({ files: 0, columns: [] });
      expect(await questions.resultFacets(job.id, { columns: ['make', 'size'], filter: ALL, limit: 5 })).toEqual([
        { column: 'make', values: [], others: 0, absent: 0 },
        { column: 'size', values: [], others: 0, absent: 0 },
      ]);
      for (const by of ['range', 'logarithm', 'year', 'month', 'day', 'hour-of-day'] as const)
        expect(await questions.resultHistogram(job.id, { column: 'capturedAt', filter: ALL, buckets: 5, by })).toEqual({
          buckets: [],
          absent: 0,
        });
      expect(await questions.resultItems(job.id, ALL)).toEqual(new Float64Array());
    }
  });

  test('that is running has what is done, in the order in which it was found', async () => {
    const tested = new TestStore();
    const job = tested.newJob();
    tested.add(
      job,
      ['a', 'b', 'c'].map((name) => ({ name })),
    );
    const [a, b, c] = tested.store.items.ready(job.id, 0, Infinity, 10);
    const finish = (item: typeof a, make: string) =>
      tested.store.records.finish(job.id, job.keyId, [
        finishedItem(item?.itemId ?? 0, { coreJson: JSON.stringify({ make }) }),
      ]);
    const byMake = { columns: ['relativePath', 'make'], sort: { column: 'make', descending: false } };
    finish(c, 'x');
    expect(await pageOf(tested, job, byMake)).toEqual([['c', 'x']]);
    finish(a, 'y');
    expect(await pageOf(tested, job)).toEqual(['a', 'c']);
    tested.add(job, [{ name: 'd' }]);
    finish(b, 'a');
    expect(await pageOf(tested, job, byMake)).toEqual([
      ['b', 'a'],
      ['c', 'x'],
      ['a', 'y'],
    ]);
  });

  test('that is running is looked at again only after several times what its answers take', async () => {
    let nowMs = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 15));
    onTestFinished(() => {
      clock.mockRestore();
    });
    const tested = new TestStore();
    const job = jobOf(tested, [{}]);
    tested.store.jobs.setState(job.id, 'running', undefined);
    expect(await pageOf(tested, job)).toHaveLength(1);
    tested.add(job, [{ name: 'new' }]);
    tested.finishAll(job);
    expect(await pageOf(tested, job)).toHaveLength(1);
    nowMs += 300;
    expect(await pageOf(tested, job)).toHaveLength(2);
  });

  test('whose failed files are read again between two looks has their new results', async () => {
    const tested = new TestStore();
    const { items } = tested.store;
    const job = tested.newJob();
    tested.add(job, [{ name: 'a' }, { name: 'b' }]);
    const failed = { outcome: 'failed' as const, fault: { code: 'io-error' as const, message: 'gone' }, tagNames: '' };
    const itemIds = tested.finishAll(job, (path) => (path === '/f/a' ? failed : { coreJson: '{"iso":1}' }));
    const columns = ['outcome', 'error.code', 'iso'];
    const sort = { column: 'iso', descending: false };
    expect(await pageOf(tested, job, { columns, sort })).toEqual([
      ['extracted', null, 1],
      ['failed', 'io-error', null],
    ]);
    items.requeue(job.id, itemIds, undefined);
    tested.finishAll(job, () => ({ coreJson: '{"iso":0}' }));
    expect(await pageOf(tested, job, { columns, sort })).toEqual([
      ['extracted', null, 0],
      ['extracted', null, 1],
    ]);
    const presence = filter({ column: 'error.code', test: 'present' });
    expect(await pageOf(tested, job, { filter: presence })).toEqual([]);
  });

  test('finds its new items though they have the ids of those of a deleted job', async () => {
    const tested = new TestStore();
    const { jobs, items } = tested.store;
    const watching = jobOf(tested, [{}]);
    const other = jobOf(tested, [{}, {}, {}]);
    expect(await pageOf(tested, watching)).toHaveLength(1);
    jobs.hide(other.id);
    while (items.removeSome(other.id));
    tested.add(watching, [{ name: 'new' }]);
    tested.finishAll(watching);
    jobs.remove(other.id);
    expect(await pageOf(tested, watching)).toEqual(['000000.jpg', 'new']);
  });
});

test('a file that the cache answered for has the size and the fault of its record', async () => {
  const tested = new TestStore();
  const corrupt = { outcome: 'failed' as const, fault: { code: 'corrupt' as const, message: 'Half a file' } };
  const change = (path: string) => (path === '/f/bad' ? corrupt : { sizeBytes: 77 });
  for (const fromCache of [false, true]) {
    const job = tested.run([{ name: 'bad' }, { name: 'grown', sizeBytes: 77 }], { change });
    const columns = ['fromCache', 'size', 'error.message'];
    const sort = { column: 'size', descending: false };
    expect(await pageOf(tested, job, { columns, sort })).toEqual([
      [fromCache, 77, null],
      [fromCache, 1_000, 'Half a file'],
    ]);
    const told = filter({ column: 'error.message', test: 'contains', text: 'HALF' });
    expect(await pageOf(tested, job, { filter: told })).toEqual(['bad']);
  }
});

describe('pages', () => {
  test('go on where the one before ended, however deep', async () => {
    const tested = new TestStore();
    const count = 5_000;
    const job = jobOf(
      tested,
      Array.from({ length: count }, (_, at) => (at % 10 === 3 ? {} : { iso: at % 7, latitude: (at * 7) % 90 })),
    );
    for (const column of ['iso', 'latitude', 'path', 'nothing']) {
      for (const descending of [false, true]) {
        const seen: unknown[] = [];
        for (let offset = 0; offset < count; offset += 900)
          seen.push(...((await pageOf(tested, job, { sort: { column, descending }, offset, limit: 900 })) ?? []));
        expect(new Set(seen).size).toBe(count);
        expect(await pageOf(tested, job, { sort: { column, descending }, offset: 0, limit: count })).toEqual(seen);
      }
    }
    expect(await pageOf(tested, job, { offset: count })).toEqual([]);
  });

  test('are sorted without regard to case, with what is absent last in either direction', async () => {
    const tested = new TestStore();
    const job = jobOf(tested, [{ make: 'b' }, {}, { make: 'A' }, { make: 'B' }, { make: 'É' }, { make: 'é' }]);
    const sorted = (descending: boolean) =>
      pageOf(tested, job, { columns: ['make'], sort: { column: 'make', descending } });
    expect(await sorted(false)).toEqual(['A', 'b', 'B', 'É', 'é', null]);
    expect(await sorted(true)).toEqual(['É', 'é', 'b', 'B', 'A', null]);
  });

  test('have names that are not valid UTF-8 as they are shown', async () => {
    const tested = new TestStore();
    const job = tested.run([{ name: 'caf\udce9\udcff.jpg' }], { folder: '/f/\udcfe' });
    expect(await pageOf(tested, job)).toEqual(['\ufffd/caf\ufffd\ufffd.jpg']);
    expect(await pageOf(tested, job, { filter: { ...ALL, search: '\ufffd/CAF\ufffd\ufffd' } })).toHaveLength(1);
    const equal = filter({ column: 'path', test: 'equals', values: ['/F/\ufffd/caf\ufffd\ufffd.jpg'] });
    expect(await pageOf(tested, job, { filter: equal })).toHaveLength(1);
  });

  test('have values of tags as they are printed, and raw ones with “#”', async () => {
    const tested = new TestStore();
    const job = tested.run([{ name: 'a' }, { name: 'b' }, { name: 'c' }], {
      change: (path) =>
        path === '/f/c'
          ? { tagNames: 'IFD0:Make\nX:Damaged', tagValues: 'null\n"half' }
          : {
              tagNames: 'X:List\nX:Time\nX:Struct',
              tagValues: `["p",2]\n${path === '/f/a' ? '"1/4"\t0.25' : '"1/8"\t0.125'}\n{"a":1}`,
            },
    });
    const columns = ['X:Time', 'X:Time#', 'X:List', 'X:Struct', 'IFD0:Make'];
    expect(await pageOf(tested, job, { columns, sort: { column: 'X:Time', descending: false } })).toEqual([
      ['1/8', 0.125, 'p; 2', '{"a":1}', null],
      ['1/4', 0.25, 'p; 2', '{"a":1}', null],
      [null, null, null, null, null],
    ]);
    const rows = (...conditions: ResultFilter['conditions']) => pageOf(tested, job, { filter: filter(...conditions) });
    expect(await rows({ column: 'X:Time', test: 'between', from: 0.2 })).toEqual(['a']);
    expect(await rows({ column: 'X:Time', test: 'equals', values: ['1/8'] })).toEqual(['b']);
    expect(await rows({ column: 'X:List', test: 'equals', values: ['P'] })).toEqual(['a', 'b']);
    expect(await rows({ column: 'IFD0:Make', test: 'present' })).toEqual([]);
    expect(await rows({ column: 'X:Damaged', test: 'contains', text: 'half' })).toEqual(['c']);
  });
});

describe('filters', () => {
  test('take a date for all that it names', async () => {
    const tested = new TestStore();
    const job = jobOf(
      tested,
      ['2010-04-30T23:59:59', '2010-05-01', '2010-05-31T23:59:59.9', '2010-06', '2010'].map(taken),
    );
    const between = (from?: string, to?: string) =>
      pageOf(tested, job, {
        columns: ['capturedAt'],
        filter: filter({
          column: 'capturedAt',
          test: 'between',
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        }),
      });
    expect(await between('2010-05', '2010-05')).toEqual(['2010-05-01', '2010-05-31T23:59:59.9']);
    expect(await between('2010-05-02')).toEqual(['2010-05-31T23:59:59.9', '2010-06']);
    expect(await between(undefined, '2010-04-30')).toEqual(['2010-04-30T23:59:59', '2010']);
    expect(await between('whenever')).toEqual([]);
  });

  test('never become a part of the database’s own language', async () => {
    const tested = new TestStore();
    const job = jobOf(tested, [{ make: "x'; DROP TABLE items; --" }]);
    const hostile = "x'; DROP TABLE items; --";
    const found = { columns: [hostile, 'make'], filter: filter({ column: 'make', test: 'equals', values: [hostile] }) };
    expect(await pageOf(tested, job, { ...found, sort: { column: hostile, descending: true } })).toEqual([
      [null, hostile],
    ]);
    expect(await pageOf(tested, job, { filter: filter({ column: hostile, test: 'present' }) })).toEqual([]);
    expect(await pageOf(tested, job, { filter: { ...ALL, search: `" OR 1 ${hostile}` } })).toEqual([]);
  });

  test('give the ids of all items that match, for what is to be done with them', async () => {
    const tested = new TestStore();
    const job = jobOf(tested, [{ iso: 1 }, { iso: 2 }, { iso: 3 }]);
    const all = await tested.store.questions.resultItems(job.id, ALL);
    expect(all).toHaveLength(3);
    const some = await tested.store.questions.resultItems(job.id, filter({ column: 'iso', test: 'between', from: 2 }));
    expect(some).toEqual(all?.slice(1));
  });
});

test('whole records come part by part, all or those of one outcome', async () => {
  const tested = new TestStore();
  tested.run([{ name: 'of-an-earlier-job' }]);
  const failed = { outcome: 'failed' as const, fault: { code: 'corrupt' as const, message: 'bad' }, tagNames: '' };
  const job = tested.run(
    ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })),
    {
      change: (path) => ('bd'.includes(path.slice(-1)) ? failed : {}),
    },
  );
  jobOf(tested, [{}]);
  const { questions } = tested.store;
  const parts = async (limit: number, outcome?: 'failed') => {
    const seen: string[][] = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const part = await questions.resultRecords(job.id, { after, limit, outcome });
      seen.push(part?.records.map((record) => (JSON.parse(record) as { relativePath: string }).relativePath) ?? []);
      after = part?.next;
    }
    return seen;
  };
  expect(await parts(2)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(await parts(9, 'failed')).toEqual([['b', 'd']]);
  const [first = 0] = (await questions.resultItems(job.id, ALL)) ?? [];
  const record = await questions.resultRecord(job.id, first);
  expect(JSON.parse(record ?? '')).toMatchObject({ path: '/f/a', tags: { 'IFD0:Make': 'Canon' } });
  expect(await questions.resultRecord(job.id, 999)).toBeUndefined();
  expect(await questions.resultPath(job.id, first)).toBe('/f/a');
  expect(await questions.resultPath(job.id, 999)).toBeUndefined();
});

test('a part of whole records ends where it gets long, and goes on with the next', async () => {
  const tested = new TestStore();
  const large = { tagNames: 'XMP:Description', tagValues: JSON.stringify('x'.repeat(3_000_000)) };
  const job = tested.run(
    ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })),
    { change: () => large },
  );
  const sizes: number[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const part = await tested.store.questions.resultRecords(job.id, { after, limit: 1_000 });
    sizes.push(part?.records.length ?? 0);
    after = part?.next;
  }
  expect(sizes).toEqual([3, 2]);
});

test('columns are counted with the types of their values', async () => {
  const tested = new TestStore();
  const values = ['1\n"2020:01:02 03:04:05"\ntrue\n7', '2.5\n"2021:01:02 03:04:05"\nfalse\n"seven"'];
  const job = tested.run([{ name: 'a' }, { name: 'b' }, { name: 'c' }], {
    change: (path) => ({
      coreJson: path === '/f/a' ? '{"iso":100,"flashFired":false}' : '{"iso":"not a number","keywords":[]}',
      tagNames:
        path === '/f/c' ? 'X:Number' : `X:Number\nX:Date\nX:Boolean\nX:Mixed${path === '/f/b' ? '\nX:Other' : ''}`,
      tagValues: path === '/f/c' ? '3' : `${values[path === '/f/a' ? 0 : 1] ?? ''}${path === '/f/b' ? '\n0' : ''}`,
    }),
  });
  const { files, columns = [] } = (await tested.store.questions.resultColumns(job.id)) ?? {};
  expect(files).toBe(3);
  expect(columns.filter(({ kind }) => kind !== 'record')).toEqual([
    { column: 'iso', kind: 'core', type: 'number', files: 1 },
    { column: 'flashFired', kind: 'core', type: 'boolean', files: 1 },
    { column: 'X:Boolean', kind: 'tag', type: 'boolean', files: 2 },
    { column: 'X:Date', kind: 'tag', type: 'date', files: 2 },
    { column: 'X:Mixed', kind: 'tag', type: 'text', files: 2 },
    { column: 'X:Number', kind: 'tag', type: 'number', files: 3 },
    { column: 'X:Other', kind: 'tag', type: 'number', files: 1 },
  ]);
  expect(columns.slice(0, 9).map(({ column }) => column)).toEqual([
    'path',
    'relativePath',
    'name',
    'folder',
    'size',
    'modifiedAt',
    'outcome',
    'fromCache',
    'durationMs',
  ]);
});

test('the parts of a path, and how long reading took, are columns like others', async () => {
  const tested = new TestStore();
  const job = tested.newJob();
  tested.add(job, [{ name: 'b.JPG' }, { name: 'c' }], '/f/One');
  tested.add(job, [{ name: 'a.cr2' }], '/f/two');
  const failed = { outcome: 'failed' as const, fault: { code: 'corrupt' as const, message: 'bad' } };
  tested.finishAll(job, (path) => ({ durationMs: path.length, ...(path === '/f/One/c' ? failed : {}) }));
  const columns = [
    ...['name', 'folder', 'extension', 'durationMs'],
    ...['error.code', 'error.message', 'error.attempts', 'error.worker', 'error.failedAt'],
  ];
  const noError = [null, null, null, null, null];
  const rows = {
    a: ['a.cr2', '/f/two', 'cr2', 12, ...noError],
    b: ['b.JPG', '/f/One', 'jpg', 12, ...noError],
    c: ['c', '/f/One', null, 8, 'corrupt', 'bad', 1, 'local-1', '2026-01-15T12:00:00.000Z'],
  };
  const sorted = (column: string) => pageOf(tested, job, { columns, sort: { column, descending: false } });
  expect(await sorted('name')).toEqual([rows.a, rows.b, rows.c]);
  expect(await sorted('folder')).toEqual([rows.b, rows.c, rows.a]);
  expect(await sorted('durationMs')).toEqual([rows.c, rows.b, rows.a]);
  expect(await sorted('extension')).toEqual([rows.a, rows.b, rows.c]);
  const inOne = filter({ column: 'folder', test: 'equals', values: ['/F/one'] });
  expect(await pageOf(tested, job, { columns: ['name'], filter: inOne })).toEqual(['b.JPG', 'c']);
  const named = filter({ column: 'name', test: 'contains', text: 'one' });
  expect(await pageOf(tested, job, { columns: ['name'], filter: named })).toEqual([]);
  const facets = await tested.store.questions.resultFacets(job.id, { columns: ['extension'], filter: ALL, limit: 5 });
  expect(facets).toMatchObject([
    {
      values: [
        { value: 'cr2', files: 1 },
        { value: 'jpg', files: 1 },
      ],
      absent: 1,
    },
  ]);
});

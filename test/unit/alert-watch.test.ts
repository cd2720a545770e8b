import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src-protocol/contract/machines.ts';
import { DEFAULT_SETTINGS } from '../../src-protocol/contract/settings.ts';
import { type AlertSnapshot, AlertWatch } from '../../src-main/resources/alert-watch.ts';

const QUIET: AlertSnapshot = {
  nowMs: 1_800_000_000_000,
  jobs: [],
  waitingFiles: 0,
  runtimes: [],
  machines: [],
  disk: undefined,
  reading: [],
};

const atticIs = (state: Machine['state'], message?: string) => [{ id: 'm1', name: 'attic', state, message }];

/** A watch that looks every second, or as often as is said; it notes what begins and ends. */
class Watched {
  readonly watch = new AlertWatch();
  readonly told: string[] = [];
  readonly ids: string[] = [];
  #nowMs = QUIET.nowMs;

  look(snapshot: Partial<AlertSnapshot>, passedMs = 1_000): this {
    this.#nowMs += passedMs;
    for (const { alert, over } of this.watch.look({ ...QUIET, nowMs: this.#nowMs, ...snapshot }, DEFAULT_SETTINGS)) {
      this.told.push(over ? `over: ${alert.code}` : alert.message);
      this.ids.push(alert.id);
    }
    return this;
  }

  get messages(): string[] {
    return this.watch.alerts.map(({ message }) => message);
  }
}

const job = (done: number, failed: number) => ({ jobs: [{ jobId: 7, done, failed }] });
const runtime = (rssBytes: number, failuresInRow = 0) => ({
  runtimes: [{ id: 'local-1', rssBytes, failuresInRow, message: 'it ended with code 9' }],
});

describe('an alert', () => {
  test('has one id from its begin to its end, and its latest words', () => {
    const watched = new Watched().look(runtime(9e8));
    const [first] = watched.watch.alerts;
    expect(first).toEqual({
      id: expect.stringMatching(/^runtime-memory:local-1@/) as string,
      code: 'runtime-memory',
      message: 'Worker local-1 has 900 MB of memory.',
      since: '2027-01-15T08:00:01.000Z',
      worker: 'local-1',
    });
    watched.look(runtime(9.5e8));
    expect(watched.watch.alerts).toEqual([{ ...first, message: 'Worker local-1 has 950 MB of memory.' }]);
    watched.look(runtime(1e8)).look(runtime(9e8));
    expect(watched.told).toEqual([
      'Worker local-1 has 900 MB of memory.',
      'over: runtime-memory',
      'Worker local-1 has 900 MB of memory.',
    ]);
    expect(watched.ids[1]).toBe(watched.ids[0]);
    expect(watched.ids[2]).not.toBe(watched.ids[0]);
  });

  test('does not flicker around its limit', () => {
    const watched = new Watched();
    for (let times = 0; times < 20; times++) watched.look(runtime(times % 2 === 0 ? 8.1e8 : 7.9e8));
    expect(watched.told).toEqual(['Worker local-1 has 810 MB of memory.']);
  });

  test('begins and ends in turn, whatever comes', () => {
    const snapshot = fc.record({
      jobs: fc.uniqueArray(fc.record({ jobId: fc.nat(2), done: fc.nat(400), failed: fc.nat(40) }), {
        selector: ({ jobId }) => jobId,
      }),
      waitingFiles: fc.nat(100),
      runtimes: fc.constantFrom([], runtime(9e8).runtimes, runtime(7e8, 4).runtimes, runtime(1e6, 1).runtimes),
      machines: fc.constantFrom([], atticIs('refused'), atticIs('set-aside'), atticIs('ready')),
      disk: fc.constantFrom(undefined, { folder: '/d', freeBytes: 1, totalBytes: 1e12 }),
      reading: fc.constantFrom([], [{ jobId: 1, itemId: 2, path: '/a', worker: 'w', sinceMs: 1 }]),
    });
    fc.assert(
      fc.property(fc.array(snapshot, { maxLength: 30 }), (snapshots) => {
        const watch = new AlertWatch();
        const open = new Set<string>();
        for (const [second, each] of snapshots.entries()) {
          const nowMs = QUIET.nowMs + second * 60_000;
          for (const { alert, over } of watch.look({ ...each, nowMs }, DEFAULT_SETTINGS)) {
            expect(open.has(alert.id)).toBe(over);
            if (over) open.delete(alert.id);
            else open.add(alert.id);
          }
          expect(new Set(watch.alerts.map(({ id }) => id))).toEqual(open);
        }
      }),
    );
  });
});

describe('a job whose files fail', () => {
  test('is told once fifty are done and too many of the last have failed', () => {
    const watched = new Watched().look(job(40, 40));
    expect(watched.told).toEqual([]);
    watched.look(job(80, 42));
    expect(watched.told).toEqual(['Of the last 80 files of job 7, 52.5 % failed.']);
  });

  test('is told by its last files, not by all', () => {
    const watched = new Watched();
    for (let done = 0; done <= 10_000; done += 100) watched.look(job(done, 0));
    watched.look(job(10_100, 20));
    expect(watched.told).toEqual(['Of the last 200 files of job 7, 10 % failed.']);
    for (let done = 10_200; done <= 10_400; done += 100) watched.look(job(done, 20));
    expect(watched.told.at(-1)).toBe('over: failure-rate');
  });

  test('is no alert any more when it has ended', () => {
    const watched = new Watched().look(job(100, 100)).look({});
    expect(watched.told).toEqual(['Of the last 100 files of job 7, 100 % failed.', 'over: failure-rate']);
  });

  test('is looked at anew when its failed files are tried once more', () => {
    const watched = new Watched().look(job(1_000, 10)).look(job(990, 0)).look(job(1_000, 10));
    expect(watched.told).toEqual([]);
  });
});

describe('a queue', () => {
  /** A look every ten seconds for so many minutes, with so many files more each time. */
  const grow = (watched: Watched, minutes: number, filesEach: number, from = 0) => {
    for (let looks = 0; looks < minutes * 6; looks++) watched.look({ waitingFiles: from + looks * filesEach }, 10_000);
    return watched;
  };

  test('that grows for minutes is told, and its end when it does not any more', () => {
    const watched = grow(new Watched(), 9, 5);
    expect(watched.told).toEqual([]);
    grow(watched, 3, 5, 270);
    expect(watched.told).toEqual(['The queue has been growing for 10 minutes: 300 files wait.']);
    grow(watched, 3, 0, 300);
    expect(watched.told.at(-1)).toBe('over: queue-growing');
  });

  test('that is large, or grows in between, is none', () => {
    expect(grow(new Watched(), 30, 0, 1e6).told).toEqual([]);
    const watched = new Watched();
    for (let rounds = 0; rounds < 10; rounds++) grow(watched, 5, 100);
    expect(watched.told).toEqual([]);
  });

  test('on a computer that sleeps has not grown meanwhile', () => {
    const watched = new Watched();
    for (let files = 0; files < 30; files++) watched.look({ waitingFiles: files }, 8 * 3_600_000);
    expect(watched.told).toEqual([]);
  });
});

describe('a worker', () => {
  test('that fails again and again is told with the reason, until it works', () => {
    const watched = new Watched();
    for (const failures of [1, 2, 3, 4, 1, 0, 1]) watched.look(runtime(1e6, failures));
    expect(watched.told).toEqual([
      'Worker local-1 has failed 3 times in a row; it ended with code 9.',
      'over: worker-failing',
    ]);
  });

  test('that reads one file for long is told with the file', () => {
    const reading = (sinceMs: number) => ({
      reading: [{ jobId: 7, itemId: 4, path: '/a/b.mkv', worker: 'local-2', sinceMs }],
    });
    const watched = new Watched().look(reading(QUIET.nowMs - 28_000)).look(reading(QUIET.nowMs - 28_000));
    expect(watched.watch.alerts).toMatchObject([
      { code: 'stalled-file', path: '/a/b.mkv', worker: 'local-2', jobId: 7 },
    ]);
    expect(watched.messages).toEqual(['Worker local-2 has been reading /a/b.mkv for 30 seconds.']);
    expect(watched.look({}).told.at(-1)).toBe('over: stalled-file');
  });
});

test('a computer that works for this one is told while it is refused or set aside, and not while it is away', () => {
  const watched = new Watched();
  const attic = (...stand: Parameters<typeof atticIs>) => watched.look({ machines: atticIs(...stand) });
  attic('away', 'It cannot be reached.');
  expect(watched.told).toEqual([]);
  attic('refused', 'Update MetaExtract there.');
  expect(watched.watch.alerts).toMatchObject([{ code: 'machine-refused', machine: 'm1' }]);
  attic('set-aside');
  attic('ready');
  expect(watched.told).toEqual([
    'The computer attic gets no files. Update MetaExtract there.',
    'over: machine-refused',
    'The computer attic gets no files.',
    'over: machine-set-aside',
  ]);
});

test('a disk is told before jobs have to wait, and until there is clearly more', () => {
  const watched = new Watched();
  for (const freeBytes of [1.1e9, 9.9e8, 1.1e9, 1.3e9, 1.1e9]) {
    watched.look({ disk: { folder: '/data', freeBytes, totalBytes: 1e12 } });
  }
  expect(watched.told).toEqual(['The disk of /data has 990 MB free.', 'over: disk-nearly-full']);
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProgressStyle, progressView } from '../../src-main/cli/progress-view.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import type { JobProgress } from '../../src-protocol/model/progress.ts';

const PROGRESS: JobProgress = {
  jobId: 1,
  state: 'running',
  counting: false,
  counts: { ...NO_COUNTS, found: 2_000, done: 500, fromCache: 100, extracted: 490, failed: 10 },
  filesPerS: 312.4,
  bytesPerS: 1_250_000,
  eta: { lowMs: 240_000, highMs: 330_000 },
  elapsedMs: 5_000,
  workers: [
    { name: 'local-1', slots: 4, busySlots: 3, rssBytes: 1 },
    { name: 'local-2', slots: 4, busySlots: 4, rssBytes: 1 },
  ],
  leased: 400,
};

function terminal(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  const write = (text: string) => {
    written.push(text);
    return true;
  };
  return { written, stream: { isTTY, write, ...(columns === undefined ? {} : { columns }) } };
}

/** What a style writes for some states of a job, one after another. */
function shown(style: ProgressStyle, isTTY: boolean, columns: number | undefined, ...states: JobProgress[]): string[] {
  const { written, stream } = terminal(isTTY, columns);
  const view = progressView(style, stream);
  for (const state of states) view.show(state);
  return written;
}

const lineOf = (text: string | undefined) => text?.replace('\r\u001b[K', '') ?? '';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('the bar', () => {
  test('says how the job stands, on one line that is written anew each time', () => {
    const [first, second] = shown('bar', true, 200, PROGRESS, PROGRESS);
    expect(first).toBe(second);
    expect(first?.startsWith('\r\u001b[K')).toBe(true);
    expect(lineOf(first)).toBe(
      `${'▓'.repeat(1)}${'█'.repeat(6)}${'░'.repeat(23)} 500 of 2,000, 25 % · about 4–6 minutes left · 312 files/s · 1.3 MB/s · 100 from cache · 10 failed · 7/8 slots busy`,
    );
  });

  test('never runs over the end of its line, and leaves the bar out where there is no room', () => {
    for (const columns of [1, 40, 80, 100, 120, 200]) {
      const line = lineOf(shown('bar', true, columns, PROGRESS)[0]);
      expect(line.length).toBeLessThan(Math.max(40, columns));
      expect(line.startsWith('500 of 2,000')).toBe(columns <= 120);
    }
  });

  test('is as long as its room, whatever the counts', () => {
    for (const counts of [
      { found: 0, done: 0, fromCache: 0 },
      { found: 1, done: 1, fromCache: 1 },
      { found: 3, done: 1, fromCache: 0 },
      { found: 10, done: 10, fromCache: 3 },
    ]) {
      const line = lineOf(shown('bar', true, 250, { ...PROGRESS, counts: { ...NO_COUNTS, ...counts } })[0]);
      expect(/^[▓█░]+/.exec(line)?.[0]).toHaveLength(30);
    }
  });

  test('is clear of the line at its end, once', () => {
    const { written, stream } = terminal(true, 80);
    const view = progressView('bar', stream);
    view.end();
    expect(written).toEqual([]);
    view.show(PROGRESS);
    view.end();
    view.end();
    expect(written.slice(1)).toEqual(['\r\u001b[K']);
  });

  test('on something that has no width takes that of the environment, or eighty letters', () => {
    vi.stubEnv('COLUMNS', '');
    expect(lineOf(shown('bar', false, undefined, PROGRESS)[0])).toHaveLength(79);
    vi.stubEnv('COLUMNS', '60');
    expect(lineOf(shown('bar', false, undefined, PROGRESS)[0])).toHaveLength(59);
  });
});

describe('the words', () => {
  const words = (change: Partial<JobProgress>) => lineOf(shown('bar', true, 400, { ...PROGRESS, ...change })[0]);

  test('say that files are still being counted', () => {
    const { eta: _, ...withoutEta } = PROGRESS;
    expect(lineOf(shown('bar', true, 400, { ...withoutEta, counting: true })[0])).toContain(
      '500 of 2,000 found so far · still counting · 312 files/s',
    );
    expect(lineOf(shown('bar', true, 400, withoutEta)[0])).toContain('25 % · 312 files/s');
  });

  test('say how to go on from a pause', () => {
    expect(words({ state: 'paused' })).toContain('paused, p goes on');
  });

  test('leave out what is nothing', () => {
    const text = words({ counts: { ...NO_COUNTS, found: 10, done: 5 }, workers: [] });
    expect(text).not.toContain('failed');
    expect(text).not.toContain('cache');
    expect(text).not.toContain('slots');
  });
});

describe('lines', () => {
  test('come every three seconds', () => {
    const { written, stream } = terminal(false);
    const view = progressView('line', stream);
    for (let tenths = 0; tenths < 100; tenths++) {
      view.show(PROGRESS);
      vi.advanceTimersByTime(100);
    }
    expect(written).toHaveLength(3);
    for (const line of written) {
      expect(line.endsWith('\n')).toBe(true);
      expect(line).not.toContain('\u001b');
    }
    view.end();
    expect(written).toHaveLength(3);
  });
});

describe('the style', () => {
  test('is a bar on a terminal and lines elsewhere, unless it is named', () => {
    expect(shown('auto', true, 80, PROGRESS)).toHaveLength(1);
    expect(shown('auto', false, 80, PROGRESS)).toHaveLength(0); // too early for a line
    expect(shown('none', true, 80, PROGRESS)).toEqual([]);
  });

  test('json gives every state whole, one per line', () => {
    const written = shown('json', true, 80, PROGRESS, { ...PROGRESS, state: 'completed' });
    expect(written.map((line) => JSON.parse(line) as unknown)).toEqual([PROGRESS, { ...PROGRESS, state: 'completed' }]);
    expect(written.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  });
});

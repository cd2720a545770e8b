import { describe, expect, test } from 'vitest';
import { type SummaryFacts, summarise } from '../../src-main/cli/summary.ts';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import type { JobSummary } from '../../src-main/store/job-summary.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import { SPEC } from './fakes/engine.ts';

const JOB: StoredJob = {
  id: 12,
  spec: SPEC,
  state: 'completed',
  message: undefined,
  keyId: 1,
  crawlEnded: true,
  createdAtMs: 0,
  endedAtMs: 0,
  activeMs: 0,
};

function facts(counts: Partial<typeof NO_COUNTS>, summary: Partial<JobSummary> = {}, leased = 1): SummaryFacts {
  return {
    job: JOB,
    progress: {
      jobId: 12,
      state: 'completed',
      counting: false,
      counts: { ...NO_COUNTS, ...counts },
      filesPerS: 0,
      bytesPerS: 0,
      elapsedMs: 10_000,
      workers: [],
      leased,
    },
    summary: { failures: [], slowest: [], savedMs: 0, ...summary },
  };
}

describe('the summary of a job', () => {
  test('counts files by outcome, and leaves out what there is none of', () => {
    const text = summarise(
      facts({ found: 3_100, done: 3_100, doneBytes: 2.5e9, extracted: 3_000, noMetadata: 60, failed: 40 }),
    );
    expect(text.split('\n')).toEqual([
      '3,100 files, 2.5 GB in 10 s (310 files/s)',
      '       3,000  extracted',
      '          60  no metadata',
      '          40  failed',
    ]);
  });

  test('says what the cache has saved, and that nothing was started where that is so', () => {
    const text = summarise(facts({ done: 100, extracted: 100, fromCache: 100 }, { savedMs: 90_000 }, 0));
    expect(text).toContain('         100  of these from the cache, which saved 1 min 30 s of reading');
    expect(text).toContain('Nothing had to be read: ExifTool was not started.');
    expect(summarise(facts({ done: 100, extracted: 100 }))).not.toContain('not started');
    expect(summarise(facts({}, {}, 0))).not.toContain('not started');
  });

  test('groups failures by cause, in words, with the command that lists them', () => {
    const failures = [
      { outcome: 'failed' as const, code: 'corrupt' as const, count: 30, message: 'ExifTool: File format\nerror' },
      { outcome: 'skipped' as const, code: 'not-a-file' as const, count: 2, message: 'a pipe' },
    ];
    const lines = summarise(facts({ done: 40, failed: 30, skipped: 2 }, { failures })).split('\n');
    expect(lines).toContain('Failed or skipped, by cause:');
    expect(lines).toContain('          30  The content is damaged (corrupt): ExifTool: File format\\x0aerror');
    expect(lines).toContain('           2  Not a regular file (not-a-file): a pipe');
    expect(lines.at(-1)).toContain('metaextract export 12 --only failed,skipped');
  });

  test('names the slowest files where any was slow', () => {
    const slowest = [
      { path: '/a\n\udce9.mov', durationMs: 12_340, sizeBytes: 5e9 },
      { path: '/quick.jpg', durationMs: 10, sizeBytes: 1 },
    ];
    const lines = summarise(facts({ done: 2 }, { slowest })).split('\n');
    expect(lines.slice(-2)).toEqual(['Slowest files:', '      12.3 s  /a\\x0a\ufffd.mov (5 GB)']);
    expect(summarise(facts({ done: 2 }, { slowest: slowest.slice(1) }))).not.toContain('Slowest');
  });
});

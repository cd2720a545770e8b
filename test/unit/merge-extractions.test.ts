import { describe, expect, test } from 'vitest';
import { FromWorker } from '../../src-protocol/messages/worker.ts';
import type { FileExtraction } from '../../src-worker/extractors/extractor.ts';
import { mergeExtractions, type NamedExtraction } from '../../src-worker/runtime/merge-extractions.ts';

const FILE = { itemId: 1, path: '/a.jpg', sizeBytes: 100 };

function part(id: string, extraction: Partial<FileExtraction> = {}): NamedExtraction {
  return {
    extractor: { id, version: '1' },
    extraction: {
      itemId: 1,
      found: 'metadata',
      tags: { names: `${id}:Tag`, values: '1' },
      warnings: [],
      durationMs: 5,
      ...extraction,
    },
  };
}

const merge = (...parts: NamedExtraction[]) => mergeExtractions(FILE, parts);

describe('the result of a file', () => {
  test('has the tags of all extractors, one after another, and a report of each', () => {
    const result = merge(
      part('exiftool', { warnings: ['[minor] odd'], durationMs: 7.12345 }),
      part('content-hash', { durationMs: 2 }),
    );
    expect(result).toMatchObject({
      itemId: 1,
      outcome: 'extracted',
      tagNames: 'exiftool:Tag\ncontent-hash:Tag',
      tagValues: '1\n1',
      durationMs: 7.12345,
    });
    expect(JSON.parse(result.modulesJson)).toEqual({
      exiftool: { version: '1', durationMs: 7.123, warnings: ['[minor] odd'] },
      'content-hash': { version: '1', durationMs: 2 },
    });
    expect(result).not.toHaveProperty('fault');
  });

  test('has the core fields of the extractor that has any', () => {
    expect(JSON.parse(merge(part('content-hash'), part('exiftool', { core: { format: 'JPEG' } })).coreJson)).toEqual({
      format: 'JPEG',
    });
    expect(merge(part('content-hash')).coreJson).toBe('{}');
  });

  test.each([
    {
      what: 'the first extractor’s fault',
      parts: [part('a', { fault: { code: 'corrupt', message: 'half' } }), part('b')],
      outcome: 'failed',
    },
    {
      what: 'an unknown type',
      parts: [part('a', { fault: { code: 'unsupported', message: '' } })],
      outcome: 'skipped',
    },
    {
      what: 'something that is no file any more',
      parts: [part('a', { fault: { code: 'not-a-file', message: '' } })],
      outcome: 'skipped',
    },
    {
      what: 'another extractor’s fault',
      parts: [part('a'), part('b', { found: 'none', fault: { code: 'io-error', message: 'gone' } })],
      outcome: 'extracted',
    },
    {
      what: 'nothing found',
      parts: [part('a', { found: 'none' }), part('b', { found: 'none' })],
      outcome: 'no-metadata',
    },
    { what: 'something found by another', parts: [part('a', { found: 'none' }), part('b')], outcome: 'extracted' },
    { what: 'no extractor at all', parts: [], outcome: 'no-metadata' },
  ] as const)('with $what is “$outcome”', ({ parts, outcome }) => {
    expect(merge(...parts).outcome).toBe(outcome);
  });

  test('names the fault of another extractor in its report only, and is kept for later unless the fault may pass', () => {
    const passing = merge(part('a'), part('b', { fault: { code: 'io-error', message: 'the share is gone' } }));
    expect(passing).toMatchObject({ incomplete: true });
    expect(passing).not.toHaveProperty('fault');
    expect(JSON.parse(passing.modulesJson)).toMatchObject({ b: { error: 'the share is gone' } });
    expect(merge(part('a'), part('b', { fault: { code: 'corrupt', message: 'half' } }))).not.toHaveProperty(
      'incomplete',
    );
    expect(merge(part('a', { fault: { code: 'io-error', message: '' } }), part('b'))).not.toHaveProperty('incomplete');
  });

  test('says whether the file has changed since the crawl', () => {
    expect(merge(part('a', { sizeBytes: 100 }))).toMatchObject({ sizeBytes: 100, changedSinceCrawl: false });
    expect(merge(part('a'), part('b', { sizeBytes: 101 }))).toMatchObject({ sizeBytes: 101, changedSinceCrawl: true });
    expect(merge(part('a'))).toMatchObject({ changedSinceCrawl: false });
    expect(merge(part('a'))).not.toHaveProperty('sizeBytes');
  });

  test('can be sent, however long the words of a fault and whatever the clock did', () => {
    const result = merge(part('a', { fault: { code: 'corrupt', message: 'x'.repeat(10_000) }, durationMs: -3 }));
    expect(FromWorker.safeParse({ kind: 'results', leaseId: 1, results: [result] }).success).toBe(true);
  });

  test('has no empty line where an extractor found no tags', () => {
    const none = { tags: { names: '', values: '' } };
    expect(merge(part('a', none), part('b'), part('c', none), part('d'))).toMatchObject({
      tagNames: 'b:Tag\nd:Tag',
      tagValues: '1\n1',
    });
  });
});

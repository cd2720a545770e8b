import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ExtractionOptions } from '../../src-protocol/model/extraction.ts';
import { createContentHashExtractor } from '../../src-worker/extractors/content-hash/content-hash-extractor.ts';
import type { FileExtraction } from '../../src-worker/extractors/extractor.ts';
import { temporaryFolder } from './temporary-folder.ts';

const OPTIONS: ExtractionOptions = { profile: 'complete', hashes: ['sha256'], timeoutMs: 60_000 };

async function hash(paths: readonly string[], signal = new AbortController().signal): Promise<FileExtraction[]> {
  await using extractor = createContentHashExtractor();
  const files = paths.map((path, itemId) => ({ itemId, path, sizeBytes: 0 }));
  const results: FileExtraction[] = [];
  for await (const result of extractor.extract({ files, options: OPTIONS }, signal)) results.push(result);
  return results;
}

describe('the content hash', () => {
  test('is that of the whole content, as a tag', async () => {
    const folder = temporaryFolder();
    const contents = ['', 'abc', 'x'.repeat(3_000_000)];
    const paths = contents.map((content, at) => {
      writeFileSync(join(folder, `${at}`), content);
      return join(folder, `${at}`);
    });
    const results = await hash(paths);
    for (const [at, content] of contents.entries()) {
      const digest = createHash('sha256').update(content).digest('hex');
      expect(results[at]).toMatchObject({
        itemId: at,
        found: 'metadata',
        tags: { names: 'Hash:SHA256', values: `"${digest}"` },
      });
    }
  });

  test('of a file that cannot be read is a fault of that file, and the others go on', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), 'abc');
    const results = await hash([join(folder, 'gone'), join(folder, 'sub'), join(folder, 'caf\udce9')]);
    expect(results.map(({ found, fault }) => [found, fault?.code])).toEqual([
      ['none', 'not-found'],
      ['none', 'not-a-file'],
      ['metadata', undefined],
    ]);
  });

  test('is given up at an abort', async () => {
    const file = join(temporaryFolder(), 'a');
    writeFileSync(file, 'abc');
    const abort = new AbortController();
    abort.abort(new Error('not wanted any more'));
    await expect(hash([file], abort.signal)).rejects.toThrow('not wanted any more');
  });

  test('is made only where it is asked for', () => {
    const extractor = createContentHashExtractor();
    const file = { itemId: 1, path: '/a', sizeBytes: 1 };
    expect(extractor.accepts(file, OPTIONS)).toBe(true);
    expect(extractor.accepts(file, { ...OPTIONS, hashes: [] })).toBe(false);
    expect([extractor.id, extractor.costClass]).toEqual(['content-hash', 'io']);
  });
});

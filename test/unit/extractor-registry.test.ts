import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeExtractors, loadExtractors } from '../../src-worker/extractors/registry.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A module with an extractor of somebody else. */
function extraExtractor(id: string): string {
  const file = join(temporaryFolder(), `${id}.mjs`);
  writeFileSync(
    file,
    `export const createExtractor = () => ({ id: '${id}', version: '7', costClass: 'cpu', accepts: () => true, start: async () => {}, extract: async function* () {}, [Symbol.asyncDispose]: async () => {} });`,
  );
  return file;
}

describe('the extractors', () => {
  test('are ExifTool, whose verdict counts, and the content hash', async () => {
    const described = await describeExtractors({});
    expect(described.map(({ id }) => id)).toEqual(['exiftool', 'content-hash']);
    expect(described[0]?.version).toMatch(/^\d+\.\d+.*\+\d+$/);
    expect((await loadExtractors({}))().map(({ id, version }) => ({ id, version }))).toEqual(described);
  });

  test('of other modules come after them, the same when they are described as when they are made', async () => {
    const environment = { METAEXTRACT_EXTRACTORS: [extraExtractor('one'), '', extraExtractor('two')].join(delimiter) };
    const described = await describeExtractors(environment);
    expect(described.slice(2)).toEqual([
      { id: 'one', version: '7' },
      { id: 'two', version: '7' },
    ]);
    const make = await loadExtractors(environment);
    expect(make().map(({ id, version }) => ({ id, version }))).toEqual(described);
    expect(make()[2]).not.toBe(make()[2]); // each slot has its own
  });
});

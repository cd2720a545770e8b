import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportRecords } from '../../src-main/export/export-records.ts';
import { renderRecord } from '../../src-protocol/model/record.ts';
import type { StoredRecord } from '../../src-protocol/model/record.ts';

async function exportedText(records: readonly StoredRecord[], format: 'json' | 'jsonl'): Promise<string> {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const source = { records: () => records, nameLists: () => [] };
  const target = { kind: 'stream', stream, name: 'the test' } as const;
  const summary = await exportRecords({ source, format, columns: 'all', excel: true, target });
  const bytes = Buffer.concat(chunks);
  expect(summary).toEqual({
    records: records.length,
    bytes: bytes.length,
    columns: 0,
    readerGone: false,
    warnings: [],
  });
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Lone surrogates have no UTF-8 form. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

const anyRecord = fc
  .record({
    path: fc.string({ unit: 'binary' }),
    title: fc.string({ unit: 'binary' }),
    tags: fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{0,5}:[A-Z][a-z]{0,5}$/), fc.jsonValue(), { maxKeys: 5 }),
  })
  .map(({ path, title, tags }): StoredRecord => ({
    path,
    relativePath: path,
    sizeBytes: 1,
    outcome: 'extracted',
    fromCache: true,
    coreJson: JSON.stringify({ title }),
    tags: {
      names: Object.keys(tags).join('\n'),
      values: Object.values(tags)
        .map((value) => JSON.stringify(value))
        .join('\n'),
    },
    modulesJson: '{}',
  }));

test('JSONL has one record per line, as renderRecord gives it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRecord, { maxLength: 5 }), async (records) => {
      const text = await exportedText(records, 'jsonl');
      expect(text).toBe(records.map((record) => `${wellFormed(renderRecord(record))}\n`).join(''));
      for (const line of text.split('\n').slice(0, -1)) expect(() => JSON.parse(line) as unknown).not.toThrow();
    }),
  );
});

test('JSON is one array for any number of records, none included', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRecord, { maxLength: 5 }), async (records) => {
      const text = await exportedText(records, 'json');
      expect(JSON.parse(text)).toEqual(
        records.map((record) => JSON.parse(wellFormed(renderRecord(record))) as unknown),
      );
      expect(text.split('\n')).toHaveLength(records.length === 0 ? 3 : records.length + 3);
    }),
  );
  expect(await exportedText([], 'json')).toBe('[\n]\n');
});

test('JSON keeps the digits of a number', async () => {
  const record: StoredRecord = {
    path: 'a',
    relativePath: 'a',
    outcome: 'extracted',
    fromCache: false,
    coreJson: '{"fNumber":2.80}',
    tags: { names: 'G:N', values: '"f/2.8"\t2.80' },
    modulesJson: '{}',
  };
  const text = await exportedText([record], 'json');
  expect(text).toContain('"core":{"fNumber":2.80}');
  expect(text).toContain('"tags":{"G:N":{"value":2.80,"text":"f/2.8"}}');
});

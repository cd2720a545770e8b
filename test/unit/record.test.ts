import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredRecord } from '../../src-protocol/model/record.ts';
import {
  EMPTY_TAGS,
  isoTime,
  OutcomeKind,
  renderFullRecord,
  renderRecord,
  splitValue,
  tagLines,
} from '../../src-protocol/model/record.ts';
import { FaultCode } from '../../src-protocol/model/fault.ts';
import { displayPath, pathFromBytes } from '../../src-protocol/model/path-codec.ts';

const EMPTY: StoredRecord = {
  path: '/photos/a.jpg',
  relativePath: 'a.jpg',
  outcome: 'extracted',
  fromCache: false,
  coreJson: '{}',
  tags: EMPTY_TAGS,
  modulesJson: '{}',
};

interface Tag {
  readonly name: string;
  readonly text: unknown;
  readonly raw: { readonly value: unknown } | undefined;
}

const jsonValue = fc
  .jsonValue({ maxDepth: 3, noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const tagName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((name) => !/[\n\t]/.test(name) && name !== '__proto__');
const tags = fc.uniqueArray(
  fc.record({ name: tagName, text: jsonValue, raw: fc.option(fc.record({ value: jsonValue }), { nil: undefined }) }),
  { selector: ({ name }) => name, maxLength: 8 },
);
const path = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.uint8Array({ minLength: 1, maxLength: 20 }).map(pathFromBytes),
);

const anyRecord = fc.record({
  path,
  relativePath: path,
  sizeBytes: fc.option(fc.nat(), { nil: undefined }),
  modifiedAtMs: fc.option(fc.double({ min: -1e13, max: 1e13, noNaN: true }), { nil: undefined }),
  outcome: fc.constantFrom(...OutcomeKind.options),
  fromCache: fc.boolean(),
  error: fc.option(
    fc.record({
      code: fc.constantFrom(...FaultCode.options),
      message: fc.string({ unit: 'binary' }),
      attempts: fc.nat(),
    }),
    { nil: undefined },
  ),
  sidecars: fc.option(fc.array(path, { maxLength: 3 }), { nil: undefined }),
  core: fc.dictionary(
    fc.string({ maxLength: 5 }).filter((key) => key !== '__proto__'),
    jsonValue,
    { maxKeys: 4 },
  ),
  tags,
  modules: fc.dictionary(
    fc.string({ maxLength: 5 }).filter((key) => key !== '__proto__'),
    jsonValue,
    { maxKeys: 3 },
  ),
});

function tableOf(list: readonly Tag[]): StoredRecord['tags'] {
  const lineOf = ({ text, raw }: Tag) =>
    JSON.stringify(text) + (raw === undefined ? '' : `\t${JSON.stringify(raw.value)}`);
  return { names: list.map(({ name }) => name).join('\n'), values: list.map(lineOf).join('\n') };
}

describe('the record of a file', () => {
  test('is one line of JSON that says exactly what is stored', () => {
    fc.assert(
      fc.property(anyRecord, ({ core, tags: list, modules, sizeBytes, modifiedAtMs, error, sidecars, ...rest }) => {
        const line = renderRecord({
          ...rest,
          ...(sizeBytes === undefined ? {} : { sizeBytes }),
          ...(modifiedAtMs === undefined ? {} : { modifiedAtMs }),
          ...(error === undefined ? {} : { error }),
          ...(sidecars === undefined ? {} : { sidecars }),
          coreJson: JSON.stringify(core),
          tags: tableOf(list),
          modulesJson: JSON.stringify(modules),
        });
        expect(line).not.toMatch(/[\n\r]/);
        const { pathBytes: _, ...parsed } = JSON.parse(line) as Record<string, unknown>;
        expect(parsed).toEqual({
          path: displayPath(rest.path),
          relativePath: displayPath(rest.relativePath),
          ...(sizeBytes === undefined ? {} : { size: sizeBytes }),
          ...(modifiedAtMs === undefined ? {} : { modifiedAt: isoTime(modifiedAtMs) }),
          outcome: rest.outcome,
          fromCache: rest.fromCache,
          ...(error === undefined ? {} : { error }),
          ...(sidecars === undefined ? {} : { sidecars: sidecars.map(displayPath) }),
          core: JSON.parse(JSON.stringify(core)) as unknown,
          tags: Object.fromEntries(
            list.map(({ name, text, raw }) => [name, raw === undefined ? text : { value: raw.value, text }]),
          ),
          modules: JSON.parse(JSON.stringify(modules)) as unknown,
        });
      }),
    );
  });

  test('keeps every digit of a number, as the extractor wrote it', () => {
    const values = ['2.10', '"1/200"\t0.00500', '12345678901234567890', '-0.0', '1e-320'];
    const names = ['A:Version', 'B:Exposure', 'C:Long', 'D:Zero', 'E:Small'];
    const line = renderRecord({ ...EMPTY, tags: { names: names.join('\n'), values: values.join('\n') } });
    expect(line).toContain(
      '"tags":{"A:Version":2.10,"B:Exposure":{"value":0.00500,"text":"1/200"},"C:Long":12345678901234567890,"D:Zero":-0.0,"E:Small":1e-320}',
    );
  });

  test('gives the exact bytes of a name that is not valid UTF-8, and only of such a name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (bytes) => {
        const record = JSON.parse(renderRecord({ ...EMPTY, path: pathFromBytes(bytes) })) as {
          path: string;
          pathBytes?: string;
        };
        if (record.pathBytes === undefined) expect([...Buffer.from(record.path)]).toEqual([...bytes]);
        else expect([...Buffer.from(record.pathBytes, 'base64')]).toEqual([...bytes]);
      }),
    );
    expect(renderRecord(EMPTY)).not.toContain('pathBytes');
  });

  test('of a very long name has its bytes too', () => {
    const bytes = Buffer.alloc(60_000, 0xff);
    const record = JSON.parse(renderRecord({ ...EMPTY, path: pathFromBytes(bytes) })) as { pathBytes: string };
    expect(Buffer.from(record.pathBytes, 'base64').equals(bytes)).toBe(true);
  });

  test('leaves out what is not known', () => {
    expect(JSON.parse(renderRecord(EMPTY))).toEqual({
      path: '/photos/a.jpg',
      relativePath: 'a.jpg',
      outcome: 'extracted',
      fromCache: false,
      core: {},
      tags: {},
      modules: {},
    });
  });

  test('says why a file could not be read; only in full also at which worker and when', () => {
    const error = { code: 'corrupt' as const, message: 'noise', attempts: 2 };
    const failed: StoredRecord = {
      ...EMPTY,
      outcome: 'failed',
      error: { ...error, worker: 'nas/local-2', failedAtMs: 0 },
    };
    expect(JSON.parse(renderRecord(failed))).toHaveProperty('error', error);
    expect(JSON.parse(renderFullRecord(failed))).toEqual({
      ...(JSON.parse(renderRecord(failed)) as object),
      error: { ...error, worker: 'nas/local-2', failedAt: '1970-01-01T00:00:00.000Z' },
    });
    const known: StoredRecord = { ...EMPTY, outcome: 'failed', error };
    expect(renderFullRecord(known)).toBe(renderRecord(known));
    expect(renderFullRecord(EMPTY)).toBe(renderRecord(EMPTY));
  });

  test('whose values are fewer than its names says null for the rest, and stays JSON', () => {
    const line = renderRecord({ ...EMPTY, tags: { names: 'A:One\nA:Two', values: '1' } });
    expect(JSON.parse(line)).toMatchObject({ tags: { 'A:One': 1, 'A:Two': null } });
  });

  test('is the same however many different lists of names were rendered before', () => {
    const record = { ...EMPTY, tags: { names: 'IFD0:Make', values: '"Canon"' } };
    const before = renderRecord(record);
    for (let index = 0; index < 2_500; index++)
      renderRecord({ ...EMPTY, tags: { names: `A:Tag${index}`, values: '1' } });
    expect(renderRecord(record)).toBe(before);
  });
});

describe('the time of a file', () => {
  test('is ISO 8601 in UTC with milliseconds', () => {
    expect(isoTime(1_767_323_045_678.9)).toBe('2026-01-02T03:04:05.678Z');
  });

  test('that no date can express becomes the nearest one that can', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (ms) => {
        expect(Number.isNaN(Date.parse(isoTime(ms)))).toBe(false);
      }),
    );
    expect(isoTime(1e300)).toBe('+275760-09-13T00:00:00.000Z');
  });
});

describe('a table of tags', () => {
  test('has no lines when it is empty', () => {
    expect(tagLines('')).toEqual([]);
    expect(tagLines('A:One\nA:Two')).toEqual(['A:One', 'A:Two']);
  });

  test('has the raw value after the printed one where they differ', () => {
    expect(splitValue('"1/200"\t0.005')).toEqual({ text: '"1/200"', raw: '0.005' });
    expect(splitValue('"Canon"')).toEqual({ text: '"Canon"', raw: undefined });
  });
});

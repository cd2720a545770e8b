import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnChoice } from '../../src-main/export/columns.ts';
import { parseColumnChoice } from '../../src-main/export/columns.ts';
import { exportRecords } from '../../src-main/export/export-records.ts';
import { CORE_COLUMNS } from '../../src-main/export/fields.ts';
import type { ExportSummary } from '../../src-main/export/ports.ts';
import { pathFromBytes } from '../../src-protocol/model/path-codec.ts';
import type { StoredRecord } from '../../src-protocol/model/record.ts';

type Tags = Readonly<Record<string, string>>;

/** `tags`: name → line of `TagTable.values`. */
function recordOf(tags: Tags, more: Partial<StoredRecord> = {}): StoredRecord {
  return {
    path: '/photos/a.jpg',
    relativePath: 'a.jpg',
    outcome: 'extracted',
    fromCache: false,
    coreJson: '{}',
    tags: { names: Object.keys(tags).join('\n'), values: Object.values(tags).join('\n') },
    modulesJson: '{}',
    ...more,
  };
}

interface Options {
  readonly format?: 'csv' | 'tsv';
  readonly columns?: ColumnChoice;
  readonly excel?: boolean;
  readonly nameLists?: readonly string[];
}

interface Exported extends ExportSummary {
  readonly text: string;
}

async function exported(records: readonly StoredRecord[], options: Options = {}): Promise<Exported> {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const summary = await exportRecords({
    source: {
      records: () => records,
      nameLists: () => options.nameLists ?? new Set(records.map(({ tags }) => tags.names)),
    },
    format: options.format ?? 'csv',
    columns: options.columns ?? 'all',
    excel: options.excel ?? false,
    target: { kind: 'stream', stream, name: 'the test' },
  });
  return { ...summary, text: new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(Buffer.concat(chunks)) };
}

/** A reader of RFC 4180, written from the RFC's grammar and apart from the writer. Throws where the text breaks it. */
function parseTable(text: string, separator: string, lineEnd: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) throw new Error('a quoted cell without an end');
        cell += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
    } else {
      while (at < text.length && text[at] !== separator && !text.startsWith(lineEnd, at)) {
        if (text[at] === '"' || text[at] === '\r' || text[at] === '\n') throw new Error('a bare quote or line break');
        cell += text[at] ?? '';
        at++;
      }
    }
    row.push(cell);
    if (text[at] === separator) {
      at++;
      if (at === text.length) throw new Error('no end of the last line');
      continue;
    }
    if (!text.startsWith(lineEnd, at)) throw new Error(`something behind a cell at ${at.toString()}`);
    at += lineEnd.length;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Rows as objects by the header row. */
function readTable({ text }: Exported, separator = ',', lineEnd = '\n'): Record<string, string>[] {
  const [header = [], ...rows] = parseTable(text.replace(/^\uFEFF/, ''), separator, lineEnd);
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']));
  });
}

/** Texts that break careless writers, mixed with any others. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '"',
        '""',
        ',',
        ';',
        '\t',
        '\r',
        '\n',
        '\r\n',
        '=',
        '+',
        '-',
        '@',
        '\\',
        '\\u0000',
        ' ',
        'é',
        '🎞',
        'a',
        '1',
        "'",
      ),
    )
    .map((parts) => parts.join('')),
);
const readable = (text: string): string => text.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD');

describe('CSV and TSV', () => {
  test.each([
    ['csv', ','],
    ['tsv', '\t'],
  ] as const)('any text comes back from %s as it was', async (format, separator) => {
    const rows = fc.array(fc.array(oddText, { minLength: 3, maxLength: 3 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, async (texts) => {
        const records = texts.map(([a = '', b = '', title = '']) =>
          recordOf(
            { 'IFD0:A': JSON.stringify(a), 'IFD0:B': JSON.stringify(b) },
            { coreJson: JSON.stringify({ title }), path: title },
          ),
        );
        const table = readTable(await exported(records, { format }), separator);
        expect(table.map((row) => [row['IFD0:A'], row['IFD0:B'], row['title']])).toEqual(
          texts.map((row) => row.map(readable)),
        );
      }),
    );
  });

  test('with excel, taking the apostrophes off gives any text back, and no cell starts a formula', async () => {
    await fc.assert(
      fc.asyncProperty(oddText, async (text) => {
        const table = readTable(
          await exported([recordOf({ 'IFD0:A': JSON.stringify(text) })], { excel: true }),
          ',',
          '\r\n',
        );
        const cell = table[0]?.['IFD0:A'] ?? '';
        expect(cell.replaceAll("'", '')).toBe(readable(text).replaceAll("'", ''));
        if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?([;\t\r\n]|$)/.test(cell))
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  test('numbers and booleans are written digit for digit', async () => {
    const numbers = ['2.10', '-0', '1e400', '12345678901234567890', '0.1000', '-33.860', 'true', 'false'];
    const tags = Object.fromEntries(numbers.map((number, index) => [`G:N${index.toString()}`, number]));
    const coreJson = '{"latitude":-33.860,"iso": 12345678901234567890 ,"flashFired":true}';
    const [row] = readTable(await exported([recordOf(tags, { coreJson })]));
    expect(numbers.map((_, index) => row?.[`G:N${index.toString()}`])).toEqual(numbers);
    expect([row?.['latitude'], row?.['iso'], row?.['flashFired']]).toEqual(['-33.860', '12345678901234567890', 'true']);
  });

  test('the printed value is the cell, the raw one is in the column with #', async () => {
    const records = [recordOf({ 'E:ExposureTime': '"1/200"\t0.00500', 'E:ISO': '100' })];
    const columns = ['E:ExposureTime', 'E:ExposureTime#', 'E:ISO', 'E:ISO#'];
    expect((await exported(records, { columns })).text).toBe(`${columns.join(',')}\n1/200,0.00500,100,100\n`);
  });

  test('arrays of scalars are joined, structures are compact JSON, null is nothing', async () => {
    const tags = {
      'X:A': '["a, b","c\\"d",2.10,null,true]',
      'X:B': '{"k": [1.0, "a b"], "s": "x: [ y"}',
      'X:C': '[{"a": 1.50},[2]]',
      'X:D': 'null',
      'X:E': '[]',
    };
    const [row] = readTable(await exported([recordOf(tags)]));
    expect(row).toMatchObject({
      'X:A': 'a, b; c"d; 2.10; ; true',
      'X:B': '{"k":[1.0,"a b"],"s":"x: [ y"}',
      'X:C': '[{"a":1.50},[2]]',
      'X:D': '',
      'X:E': '',
    });
  });

  test('a text that is there but empty is told from one that is not there', async () => {
    const records = [recordOf({ 'X:A': '""', 'X:B': '"b"' }), recordOf({ 'X:B': '"b"' })];
    expect((await exported(records, { columns: ['X:A', 'X:B'] })).text).toBe('X:A,X:B\n"",b\n,b\n');
  });

  test('a row of one empty cell is not an empty line', async () => {
    expect((await exported([recordOf({}), recordOf({})], { columns: ['X:A'] })).text).toBe('X:A\n""\n""\n');
  });

  test('damaged JSON text costs neither the row nor the export', async () => {
    const records = [
      recordOf({ 'X:A': '"\\x"', 'X:B': '[1,', 'X:C': '{"a', 'X:D': '"ok"' }, { coreJson: '{"make":"x' }),
    ];
    const [row] = readTable(await exported(records));
    expect(row).toMatchObject({ path: '/photos/a.jpg', 'X:A': '"\\x"', 'X:D': 'ok' });
  });

  test('a name that is not UTF-8 is shown with U+FFFD, and pathBytes has its bytes', async () => {
    const bytes = Buffer.from([0x2f, 0x61, 0xff, 0x62]);
    const record = recordOf({}, { path: pathFromBytes(bytes), relativePath: pathFromBytes(bytes.subarray(1)) });
    const [row] = readTable(await exported([record]));
    expect([row?.['path'], row?.['relativePath']]).toEqual(['/a\uFFFDb', 'a\uFFFDb']);
    expect(Buffer.from(row?.['pathBytes'] ?? '', 'base64')).toEqual(bytes);
    expect(readTable(await exported([recordOf({})]))[0]?.['pathBytes']).toBe('');
  });

  test('a lone surrogate of a Windows name is U+FFFD in the bytes', async () => {
    const [row] = readTable(await exported([recordOf({ 'X:A': '"\\ud83c!"' }, { path: 'C:\\a\ud83c.jpg' })]));
    expect([row?.['path'], row?.['X:A']]).toEqual(['C:\\a\uFFFD.jpg', '\uFFFD!']);
  });

  test('lines end in LF without a byte-order mark; with excel in CRLF, with one', async () => {
    const columns = ['outcome', 'X:A'];
    const records = [recordOf({ 'X:A': '"é"' })];
    expect((await exported(records, { columns })).text).toBe('outcome,X:A\nextracted,é\n');
    expect((await exported(records, { columns, excel: true })).text).toBe('\uFEFFoutcome,X:A\r\nextracted,é\r\n');
  });
});

describe('excel', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1/3', "'+1/3"],
    ['-foo.jpg', "'-foo.jpg"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['＝1', "'＝1"],
    ['a;=cmd', "a;'=cmd"],
    ['a\n=cmd', "a\n'=cmd"],
    ['-33.86', '-33.86'],
    ['-1e-5', '-1e-5'],
    ['+5', '+5'],
    ['-1; -2.5; 3', '-1; -2.5; 3'],
    ['-1-2', "'-1-2"],
    ['2024-05-01T10:00:00+02:00', '2024-05-01T10:00:00+02:00'],
    ['a-b', 'a-b'],
    ["'quoted'", "'quoted'"],
  ])('the text %j becomes %j', async (text, cell) => {
    const records = [recordOf({ 'X:A': JSON.stringify(text) })];
    expect(readTable(await exported(records, { excel: true }), ',', '\r\n')[0]?.['X:A']).toBe(cell);
    expect(readTable(await exported(records))[0]?.['X:A']).toBe(text);
  });

  test('a negative number of the record stays a number', async () => {
    const records = [recordOf({ 'X:A': '-2.10' }, { coreJson: '{"latitude":-33.86}' })];
    const [row] = readTable(await exported(records, { excel: true }), ',', '\r\n');
    expect([row?.['X:A'], row?.['latitude']]).toEqual(['-2.10', '-33.86']);
  });

  test('a long run of digits takes no long time', async () => {
    const records = [recordOf({ 'X:A': JSON.stringify(`-${'1'.repeat(200_000)}x`) })];
    const before = performance.now();
    const { warnings } = await exported(records, { excel: true });
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(warnings.map(({ code }) => code)).toEqual(['excel-limit']);
  });
});

describe('columns', () => {
  const full = recordOf(
    { 'IFD0:Make': '"Canon"' },
    {
      sizeBytes: 12,
      modifiedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      outcome: 'failed',
      error: { code: 'corrupt', message: 'bad "header"', attempts: 2 },
      sidecars: ['a.xmp', 'b.xmp'],
      coreJson: JSON.stringify({
        make: 'Canon',
        keywords: ['x', 'y'],
        capturedAt: {
          local: '2020-05-01T10:00:00.12',
          offsetMinutes: -210,
          utc: '2020-05-01T13:30:00.12Z',
          source: 'E:D',
        },
        createdAt: { local: '2020-05-01T10:00:00', source: 'E:D' },
      }),
    },
  );

  test('core: the record, then every core field', async () => {
    const result = await exported([full], { columns: 'core' });
    expect(result.columns).toBe(CORE_COLUMNS.length);
    const [row] = readTable(result);
    expect(Object.keys(row ?? {})).toEqual(CORE_COLUMNS);
    expect(row).toMatchObject({
      path: '/photos/a.jpg',
      relativePath: 'a.jpg',
      size: '12',
      modifiedAt: '2026-01-02T03:04:05.678Z',
      outcome: 'failed',
      'error.code': 'corrupt',
      'error.message': 'bad "header"',
      make: 'Canon',
      keywords: 'x; y',
      capturedAt: '2020-05-01T10:00:00.12-03:30',
      createdAt: '2020-05-01T10:00:00',
      model: '',
    });
  });

  test('all: core, pathBytes, sidecars, then the tags of every record', async () => {
    const [row] = readTable(await exported([full, recordOf({ 'Composite:ImageSize': '1' })]));
    expect(Object.keys(row ?? {})).toEqual([
      ...CORE_COLUMNS,
      'pathBytes',
      'sidecars',
      'Composite:ImageSize',
      'IFD0:Make',
    ]);
    expect(row?.['sidecars']).toBe('a.xmp; b.xmp');
  });

  test('a list: fields, parts of dates and tags in the order asked for, each once', async () => {
    const columns = [
      'IFD0:Make',
      'capturedAt.utc',
      'capturedAt.offsetMinutes',
      'createdAt.utc',
      'error.attempts',
      'fromCache',
      'IFD0:Make',
    ];
    expect((await exported([full], { columns })).text).toBe(
      'IFD0:Make,capturedAt.utc,capturedAt.offsetMinutes,createdAt.utc,error.attempts,fromCache\n' +
        'Canon,2020-05-01T13:30:00.12Z,-210,,2,false\n',
    );
  });

  test('the parts of the path and the time of reading are there by name', async () => {
    const columns = ['name', 'folder', 'extension', 'durationMs'];
    const { text } = await exported([{ ...full, durationMs: 7.5 }, recordOf({}, { path: '/README' })], { columns });
    expect(text).toBe('name,folder,extension,durationMs\na.jpg,/photos,jpg,7.5\nREADME,/,,\n');
  });

  test('the worker at which a file failed, and when, are there by name', async () => {
    const error = { code: 'corrupt' as const, message: 'noise', attempts: 2, worker: 'local-2', failedAtMs: 0 };
    const columns = ['error.attempts', 'error.worker', 'error.failedAt'];
    const { text } = await exported([recordOf({}, { error }), recordOf({})], { columns });
    expect(text).toBe('error.attempts,error.worker,error.failedAt\n2,local-2,1970-01-01T00:00:00.000Z\n,,\n');
  });

  test('a list may hold core and all', async () => {
    const [row] = readTable(await exported([full], { columns: ['capturedAt.utc', 'core'] }));
    expect(Object.keys(row ?? {})).toEqual(['capturedAt.utc', ...CORE_COLUMNS]);
    const [wide] = readTable(await exported([full], { columns: ['all', 'IFD0:Make#'] }));
    expect(Object.keys(wide ?? {}).slice(-2)).toEqual(['IFD0:Make', 'IFD0:Make#']);
  });

  test('the columns of all do not depend on the order of the records', async () => {
    const name = fc
      .tuple(
        fc.constantFrom('File', 'File1', 'IFD0', 'XMP-dc', 'Track2', 'Track10'),
        fc.constantFrom('A', 'B', 'Copy1:A', 'a', 'Copy10:A'),
      )
      .map(([group, tag]) => `${group}:${tag}`);
    const lists = fc.array(fc.uniqueArray(name, { maxLength: 8 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(lists, async (tagLists) => {
        const records = tagLists.map((tags) =>
          recordOf(Object.fromEntries(tags.map((tag) => [tag, JSON.stringify(tag)]))),
        );
        const forth = await exported(records);
        const back = await exported(records.toReversed());
        expect(forth.text.split('\n')[0]).toBe(back.text.split('\n')[0]);
        expect(forth.text.split('\n').sort()).toEqual(back.text.split('\n').sort());
        const rows = readTable(forth);
        tagLists.forEach((tags, index) => {
          for (const tag of tagLists.flat()) expect(rows[index]?.[tag]).toBe(tags.includes(tag) ? tag : '');
        });
      }),
    );
  });

  test('tags are sorted by group, tag and copy, numbers by value', async () => {
    const names = [
      'Track10:A',
      'Track2:A',
      'IFD0:Copy10:Make',
      'IFD0:Copy2:Make',
      'IFD0:Make',
      'IFD0:Artist',
      'IFD0:Model',
      'File1:A',
      'File:Z',
    ];
    const [row] = readTable(await exported([recordOf(Object.fromEntries(names.map((name) => [name, '1'])))]));
    expect(Object.keys(row ?? {}).slice(CORE_COLUMNS.length + 2)).toEqual([
      'File:Z',
      'File1:A',
      'IFD0:Artist',
      'IFD0:Make',
      'IFD0:Copy2:Make',
      'IFD0:Copy10:Make',
      'IFD0:Model',
      'Track2:A',
      'Track10:A',
    ]);
  });

  test('a tag that no record has keeps its empty column, with a warning that names near ones', async () => {
    const records = [recordOf({ 'IFD0:Make': '"Canon"', 'GPS:GPSLatitude': '1' })];
    const { text, warnings } = await exported(records, {
      columns: ['ExifIFD:Make', 'IFD0:Make', 'ifd0:mkae#', 'X:None'],
    });
    expect(text).toBe('ExifIFD:Make,IFD0:Make,ifd0:mkae#,X:None\n,Canon,,\n');
    expect(warnings.map(({ code }) => code)).toEqual(['empty-column', 'empty-column', 'empty-column']);
    expect(warnings[0]?.message).toBe('No record has “ExifIFD:Make” (there is IFD0:Make): its column is empty.');
    expect(warnings[1]?.message).toContain('there is IFD0:Make');
    expect(warnings[2]?.message).toBe('No record has “X:None”: its column is empty.');
  });

  test('a name that can never be a column is a fault that names near ones', async () => {
    const records = [recordOf({ 'GPS:GPSLatitude': '1' })];
    const fault = exported(records, { columns: ['path', 'Latitude', 'GPSLatitude', 'qqqq'] });
    await expect(fault).rejects.toMatchObject({ name: 'ExportFault', code: 'unknown-column' });
    await expect(fault).rejects.toThrow('“Latitude”: did you mean latitude');
    await expect(fault).rejects.toThrow('“GPSLatitude”: did you mean GPS:GPSLatitude');
    await expect(fault).rejects.toThrow('“qqqq”: a tag is given with its group');
  });

  test('a tag without a group is found where a record has it', async () => {
    expect((await exported([recordOf({ sha256: '"ab"' })], { columns: ['sha256'] })).text).toBe('sha256\nab\n');
  });

  test('tags that come in after the columns were fixed are reported, not put in a wrong column', async () => {
    const records = [recordOf({ 'A:A': '1' }), recordOf({ 'A:A': '1', 'A:B': '2' })];
    const result = await exported(records, { nameLists: ['A:A'] });
    expect(readTable(result).map((row) => row['A:A'])).toEqual(['1', '1']);
    expect(result.warnings).toMatchObject([{ code: 'late-tags' }]);
    expect(result.warnings[0]?.message).toContain('A:B');
  });

  test('more tags than a table can have columns is a fault', async () => {
    const names = Array.from({ length: 100_001 }, (_, index) => `J:T${index.toString()}`).join('\n');
    await expect(exported([], { nameLists: [names] })).rejects.toMatchObject({ code: 'too-many-columns' });
  });

  test('no records give the header alone, without warnings', async () => {
    const result = await exported([], { columns: ['path', 'IFD0:Make'] });
    expect(result).toMatchObject({ text: 'path,IFD0:Make\n', records: 0, columns: 2, warnings: [] });
  });

  test('a choice is read from text', () => {
    expect(parseColumnChoice('core')).toBe('core');
    expect(parseColumnChoice(' all ')).toBe('all');
    expect(parseColumnChoice('path, IFD0:Make# ,')).toEqual(['path', 'IFD0:Make#']);
    expect(() => parseColumnChoice(' , ')).toThrow('No columns are chosen');
  });
});

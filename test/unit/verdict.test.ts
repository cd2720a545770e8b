import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileOutput } from '../../src-worker/extractors/exiftool/lease-output.ts';
import { verdictOf } from '../../src-worker/extractors/exiftool/verdict.ts';
import { temporaryFolder } from './temporary-folder.ts';

function output(tags: Record<string, string>): FileOutput {
  return { encodedPath: 'path:/a', names: Object.keys(tags), values: Object.values(tags), durationMs: 1 };
}

const SYSTEM = { 'ExifTool:ExifToolVersion': '13.59', 'System:FileName': '"a"', 'System:FileSize': '"1 kB"\t1000' };
const TYPED = { ...SYSTEM, 'File:FileType': '"TXT"', 'File:MIMEType': '"text/plain"', 'File:LineCount': '3' };

function verdictOfError(message: string, path = '/no/such/file') {
  return verdictOf(output({ ...SYSTEM, 'ExifTool:Error': JSON.stringify(message) }), path);
}

describe('a file', () => {
  test('has metadata where there is more than its name, size and type', () => {
    expect(verdictOf(output(SYSTEM), '/a')).toEqual({ found: 'none' });
    expect(verdictOf(output(TYPED), '/a')).toEqual({ found: 'none' });
    expect(verdictOf(output({ ...TYPED, 'IFD0:Make': '"Canon"' }), '/a')).toEqual({ found: 'metadata' });
    expect(verdictOf(output({ ...TYPED, 'File:ImageWidth': '100' }), '/a')).toEqual({ found: 'metadata' });
  });

  test('that is empty has no fault', () => {
    expect(verdictOfError('File is empty')).toEqual({ found: 'none' });
  });

  test.each([
    ['Unknown file type', 'unsupported'],
    ['Unsupported file type', 'unsupported'],
    ['File format error', 'corrupt'],
    ['Truncated PNG image', 'corrupt'],
    ['JPEG EOI marker not found', 'corrupt'],
    ['Entire file is binary zeros', 'corrupt'],
  ])('with the error “%s” is %s, in ExifTool’s own words', (message, code) => {
    expect(verdictOfError(message)).toEqual({ found: 'none', fault: { code, message: `ExifTool: ${message}` } });
  });

  test('that is damaged keeps what was found all the same', () => {
    const damaged = output({ ...TYPED, 'IFD0:Make': '"Canon"', 'ExifTool:Error': '"File format error"\t"raw"' });
    expect(verdictOf(damaged, '/a')).toMatchObject({ found: 'metadata', fault: { code: 'corrupt' } });
  });

  test('whose error reads as a number is damaged, not a fault of the program', () => {
    expect(verdictOf(output({ ...SYSTEM, 'ExifTool:Error': '42' }), '/a')).toMatchObject({
      fault: { code: 'corrupt', message: 'ExifTool: 42' },
    });
  });
});

describe('a file that could not be opened or read', () => {
  test('is looked at to say why', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    for (const message of ['Error opening file', 'Error reading from file']) {
      expect(verdictOfError(message, join(folder, 'gone')).fault?.code).toBe('not-found');
      expect(verdictOfError(message, join(folder, 'sub')).fault?.code).toBe('not-a-file');
    }
    expect(verdictOf(output({}), join(folder, 'gone'))).toMatchObject({ found: 'none', fault: { code: 'not-found' } });
    expect(verdictOf(output({}), join(folder, 'sub')).fault?.code).toBe('not-a-file');
  });

  test('and can be read now has a fault that may pass', () => {
    const file = join(temporaryFolder(), 'a');
    writeFileSync(file, 'x');
    expect(verdictOfError('Error reading file', file)).toEqual({
      found: 'none',
      fault: { code: 'io-error', message: 'ExifTool: Error reading file' },
    });
    expect(verdictOf(output({}), file).fault?.code).toBe('io-error');
  });
});

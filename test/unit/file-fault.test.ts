import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultOfSystemError, whyUnreadable } from '../../src-worker/file/file-fault.ts';
import { fileSystemPath } from '../../src-worker/file/file-system-path.ts';
import { temporaryFolder } from './temporary-folder.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something`), { code });
}

describe('an error of the file system', () => {
  test.each([
    ['ENOENT', 'not-found'],
    ['ENOTDIR', 'not-found'],
    ['EACCES', 'permission-denied'],
    ['EPERM', 'permission-denied'],
    ['EISDIR', 'not-a-file'],
    ['ELOOP', 'not-a-file'],
    ['EIO', 'io-error'],
    ['ENAMETOOLONG', 'io-error'],
    ['ESTALE', 'io-error'],
  ])('%s is the fault %s, and its code stands in the message', (system, code) => {
    const fault = faultOfSystemError(systemError(system));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(`(${system})`);
  });

  test('without a code is an input or output error with its own words', () => {
    expect(faultOfSystemError(new Error('short read'))).toEqual({
      code: 'io-error',
      message: 'The file could not be read (Error: short read)',
    });
  });
});

describe('why a file cannot be read', () => {
  test('is said for everything that is no readable file', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    symlinkSync('loop', join(folder, 'loop'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    expect(whyUnreadable(join(folder, 'gone'))?.code).toBe('not-found');
    expect(whyUnreadable(join(folder, 'dangling'))?.code).toBe('not-found');
    expect(whyUnreadable(join(folder, 'folder'))?.code).toBe('not-a-file');
    expect(whyUnreadable(join(folder, 'loop'))?.code).toBe('not-a-file');
    expect(whyUnreadable('/dev/null')?.code).toBe('not-a-file');
  });

  test('is not said of a file that can', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), '');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), '');
    expect(whyUnreadable(join(folder, 'a'))).toBeUndefined();
    expect(whyUnreadable(join(folder, 'caf\udce9'))).toBeUndefined();
  });

  test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)('is a permission that is missing', () => {
    const file = join(temporaryFolder(), 'a');
    writeFileSync(file, '');
    chmodSync(file, 0);
    expect(whyUnreadable(file)?.code).toBe('permission-denied');
  });
});

test('a path goes to the system as text, or as bytes where it is not valid UTF-8', () => {
  expect(fileSystemPath('/ä/😀')).toBe('/ä/😀');
  expect(fileSystemPath('/caf\udce9')).toEqual(Buffer.from([0x2f, 0x63, 0x61, 0x66, 0xe9]));
});

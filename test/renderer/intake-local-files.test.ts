import { describe, expect, test } from 'vitest';
import { walkEntries } from '../../src-renderer/src/features/intake/local-files.ts';

type Tree = { readonly [name: string]: Tree | 'file' | 'broken' };

/** Entries as a browser gives them: a folder's content comes two at a time, then nothing. */
function entriesOf(tree: Tree): FileSystemEntry[] {
  return Object.entries(tree).map(([name, content]) => {
    const entry =
      typeof content === 'object'
        ? { name, isDirectory: true, isFile: false, createReader: () => readerOf(content) }
        : { name, isDirectory: false, isFile: true, file: content === 'file' ? giveFile(name) : refuse };
    return entry as unknown as FileSystemEntry;
  });
}

function readerOf(tree: Tree) {
  const rest = entriesOf(tree);
  return {
    readEntries: (done: (some: FileSystemEntry[]) => void) => {
      queueMicrotask(() => {
        done(rest.splice(0, 2));
      });
    },
  };
}

function giveFile(name: string) {
  return (done: (file: File) => void) => {
    done(new File(['x'], name));
  };
}

function refuse(_done: unknown, fail: (error: Error) => void) {
  fail(new Error('gone'));
}

async function walked(tree: Tree) {
  const unreadable: string[] = [];
  const batches: string[][] = [];
  const walk = walkEntries(entriesOf(tree), (path) => unreadable.push(path));
  for await (const batch of walk) batches.push(batch.map(({ relativePath }) => relativePath));
  return { batches, unreadable };
}

describe('dropped entries', () => {
  test('are walked in the order of the folders, at any depth, with their place in what was dropped', async () => {
    const tree: Tree = {
      Archive: { 'a.jpg': 'file', '2024': { 'b.jpg': 'file', deep: { 'c.jpg': 'file' } }, 'd.jpg': 'file', empty: {} },
      'e.jpg': 'file',
    };
    // names that are numbers come first in a JavaScript object
    expect((await walked(tree)).batches.flat()).toEqual([
      'Archive/2024/b.jpg',
      'Archive/2024/deep/c.jpg',
      'Archive/a.jpg',
      'Archive/d.jpg',
      'e.jpg',
    ]);
  });

  test('come in bounded batches, all of them', async () => {
    const names = Array.from({ length: 1_001 }, (_, at) => `f${at.toString()}.jpg`);
    const { batches } = await walked({ many: Object.fromEntries(names.map((name) => [name, 'file'] as const)) });
    expect(batches.map(({ length }) => length)).toEqual([200, 200, 200, 200, 200, 1]);
    expect(batches.flat()).toEqual(names.map((name) => `many/${name}`));
  });

  test('that the browser cannot read are told, and the others come', async () => {
    const { batches, unreadable } = await walked({ Archive: { 'a.jpg': 'broken', 'b.jpg': 'file' } });
    expect(batches).toEqual([['Archive/b.jpg']]);
    expect(unreadable).toEqual(['Archive/a.jpg']);
  });
});

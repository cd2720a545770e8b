import type { Dirent, Stats } from 'node:fs';
import { lstat, opendir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { z } from 'zod';
import type { FolderEntry } from '../../../src-protocol/contract/data.ts';
import { displayPath, pathFromBytes } from '../../../src-protocol/model/path-codec.ts';
import { joinPath, splitPath } from '../../../src-protocol/model/path-join.ts';
import { systemPath } from '../../intake/read-folder.ts';
import { callFault } from '../http/call-fault.ts';
import type { PathGuard } from './path-guard.ts';
import { systemRoots } from './system-roots.ts';

type Entry = z.infer<typeof FolderEntry>;

export interface BrowsedFolder {
  readonly path?: string;
  readonly entries: Entry[];
  /** False where there are more than are given. */
  readonly complete: boolean;
}

const ENTRIES_MAX = 10_000;
/** So many are looked at at the same time: on a share each look waits for an answer. */
const LOOKS_AT_ONCE = 32;

/** The years of ISO 8601 with four digits. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T00:00:00Z');

/**
 * What a folder holds, folders first and each kind by name; without a path, the roots. A link is what it leads to, if that
 * may be read. Throws the contract's faults.
 */
export async function browseFolder(guard: PathGuard, path: string | undefined): Promise<BrowsedFolder> {
  if (path === undefined) return { entries: await entriesOf(guard, await rootsOf(guard)), complete: true };
  await guard.check(path);
  const { names, complete } = await namesIn(path);
  const entries = await entriesOf(
    guard,
    names.map((name) => ({ name, path: joinPath(path, name) })),
  );
  return { path, entries: entries.sort(byKindAndName), complete };
}

interface Named {
  readonly name: string;
  readonly path: string;
}

async function rootsOf({ roots }: PathGuard): Promise<readonly Named[]> {
  const paths = roots ?? [homedir(), ...(await systemRoots())];
  return paths.map((path) => ({ name: splitPath(path).name || path, path }));
}

async function namesIn(path: string): Promise<{ names: string[]; complete: boolean }> {
  const names: string[] = [];
  try {
    // Names as bytes, since a name need not be UTF-8. The types of Node know only those that are text.
    const folder = await opendir(systemPath(path), { encoding: 'buffer' as BufferEncoding });
    for await (const { name } of folder as AsyncIterable<Dirent<Buffer>>) {
      if (names.length === ENTRIES_MAX) return { names, complete: false };
      names.push(pathFromBytes(name));
    }
  } catch (error) {
    throw faultOf(error as NodeJS.ErrnoException);
  }
  return { names, complete: true };
}

function faultOf({ code = 'unknown' }: NodeJS.ErrnoException): Error {
  if (code === 'ENOENT') return callFault('NOT_FOUND', 'There is no such folder.');
  if (code === 'ENOTDIR') return callFault('NOT_FOUND', 'This is not a folder.');
  return callFault('NOT_ALLOWED_PATH', `The server cannot read this folder (${code}).`);
}

async function entriesOf(guard: PathGuard, named: readonly Named[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let at = 0; at < named.length; at += LOOKS_AT_ONCE)
    entries.push(...(await Promise.all(named.slice(at, at + LOOKS_AT_ONCE).map((one) => entryOf(guard, one)))));
  return entries;
}

async function entryOf(guard: PathGuard, { name, path }: Named): Promise<Entry> {
  const base = { name: displayPath(name), path };
  const stats = await look(guard, path);
  if (stats === undefined) return { ...base, kind: 'other' };
  const time = modifiedAt(stats);
  if (stats.isDirectory()) return { ...base, kind: 'folder', ...time };
  return { ...base, kind: stats.isFile() ? 'file' : 'other', bytes: stats.size, ...time };
}

/** A file can claim any time; one that the contract cannot say is left out. */
function modifiedAt({ mtimeMs }: Stats): Pick<Entry, 'modifiedAt'> {
  const isSayable = mtimeMs >= FIRST_MS && mtimeMs <= LAST_MS;
  return isSayable ? { modifiedAt: new Date(mtimeMs).toISOString() } : {};
}

async function look(guard: PathGuard, path: string): Promise<Stats | undefined> {
  try {
    const stats = await lstat(systemPath(path));
    if (!stats.isSymbolicLink()) return stats;
    return (await guard.allows(path)) ? await stat(systemPath(path)) : undefined;
  } catch {
    return undefined; // gone meanwhile, or a link to nothing
  }
}

function byKindAndName(a: Entry, b: Entry): number {
  const folders = Number(b.kind === 'folder') - Number(a.kind === 'folder');
  return folders === 0 ? (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) : folders;
}

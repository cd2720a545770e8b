import type { LocalFile } from '../../bridge/upload.ts';

/** So many come at once: the page stays quick in between, however many there are. */
const BATCH = 200;

/**
 * The files that dropped entries hold, in the order of the folders and at any depth, a batch at a time. `unreadable` hears of
 * what the browser could not open.
 */
export async function* walkEntries(
  entries: readonly FileSystemEntry[],
  unreadable: (path: string) => void,
): AsyncGenerator<readonly LocalFile[], void, void> {
  let batch: LocalFile[] = [];
  for await (const local of walk(entries, '', unreadable)) {
    batch.push(local);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* walk(
  entries: readonly FileSystemEntry[],
  folder: string,
  unreadable: (path: string) => void,
): AsyncGenerator<LocalFile, void, void> {
  for (const entry of entries) {
    const relativePath = folder + entry.name;
    try {
      if (isFolder(entry)) for await (const some of contentOf(entry)) yield* walk(some, `${relativePath}/`, unreadable);
      else yield { relativePath, file: await fileOf(entry as FileSystemFileEntry) };
    } catch {
      unreadable(relativePath);
    }
  }
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A browser gives a folder in parts, and an empty one after the last. */
async function* contentOf(folder: FileSystemDirectoryEntry): AsyncGenerator<readonly FileSystemEntry[], void, void> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return;
    yield some;
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** Files that were chosen or pasted, with their folders where a folder was chosen. */
export async function* batchesOf(files: readonly File[]): AsyncGenerator<readonly LocalFile[], void, void> {
  for (let at = 0; at < files.length; at += BATCH) {
    yield files.slice(at, at + BATCH).map((file) => ({ relativePath: file.webkitRelativePath || file.name, file }));
    await aMoment();
  }
}

/** Lets the page draw and answer. */
export function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

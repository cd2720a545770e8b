import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type BigIntStats } from 'node:fs';

/** Larger files are holes for the most part: their blocks on the disk tell of a change as well. */
const HASHED_BYTES_MAX = 50_000_000;
const SLASH = Buffer.from('/');

/** What stands below a folder, but for what is left out: names byte for byte (as Latin-1), and all that a write would change. */
export function snapshotOf(folder: string, leftOut: readonly string[] = []): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const waiting = [Buffer.from(folder)];
  for (const path of waiting) {
    if (leftOut.includes(path.toString())) continue;
    try {
      const stats = lstatSync(path, { bigint: true });
      found.set(path.toString('latin1'), describe(path, stats));
      if (!stats.isDirectory()) continue;
      for (const name of readdirSync(path, { encoding: 'buffer' })) waiting.push(Buffer.concat([path, SLASH, name]));
    } catch (error) {
      found.set(path.toString('latin1'), (error as NodeJS.ErrnoException).code ?? String(error));
    }
  }
  return found;
}

function describe(path: Buffer, stats: BigIntStats): string {
  const { mode, size, mtimeNs, blocks, nlink } = stats;
  const content = stats.isSymbolicLink()
    ? readlinkSync(path)
    : stats.isFile() && size <= HASHED_BYTES_MAX
      ? hashOf(path)
      : '';
  return [mode.toString(8), size, mtimeNs, blocks, nlink, content].join(' ');
}

function hashOf(path: Buffer): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

import { z } from 'zod';

/**
 * Where a folder of the coordinator's computer is at a worker: whatever begins with `from` here begins with `to` there. It
 * holds for one worker by its name, for all of a platform, or for all.
 */
export const PathMapping = z.strictObject({
  from: z.string().min(1).max(32_768),
  to: z.string().min(1).max(32_768),
  platform: z.enum(['linux', 'darwin', 'win32']).optional(),
  worker: z.string().min(1).max(100).optional(),
});
export type PathMapping = z.infer<typeof PathMapping>;

interface MappedMachine {
  readonly name: string;
  readonly platform: string;
}

/** The mappings that hold for a machine, those that name it first, then those of its platform, the longest prefix first. */
export function mappingsFor(mappings: readonly PathMapping[], { name, platform }: MappedMachine): PathMapping[] {
  return mappings
    .filter((mapping) => mapping.worker === undefined || mapping.worker === name)
    .filter((mapping) => mapping.platform === undefined || mapping.platform === platform)
    .sort((a, b) => rank(b) - rank(a) || b.from.length - a.from.length);
}

/** What Windows takes for something else than a part of a name, or leaves away from its end. */
const NO_WINDOWS_NAME = /[\\:]|[. ]$/;

/**
 * The path under a mapping; undefined where it does not begin with that prefix, or where a name in it would be another one
 * there. A prefix ends at a separator: `/photo` is none of `/photos/a.jpg`. The rest gets the separator that the other side
 * uses.
 */
export function mapPath(path: string, { from, to }: PathMapping): string | undefined {
  const fromWindows = isOfWindows(from);
  const prefix = withoutEnd(from);
  const start = path.slice(0, prefix.length);
  if (fromWindows ? comparable(start) !== comparable(prefix) : start !== prefix) return undefined;
  const rest = path.slice(prefix.length);
  if (rest === '' || path === from) return withoutEnd(to);
  const parts = rest.split(fromWindows ? /[/\\]/ : '/');
  if (parts.shift() !== '') return undefined;
  const toWindows = isOfWindows(to) || to.includes('\\');
  if (toWindows && !fromWindows && parts.some((part) => NO_WINDOWS_NAME.test(part))) return undefined;
  return [withoutEnd(to), ...parts].join(toWindows ? '\\' : '/');
}

function isOfWindows(path: string): boolean {
  return /^[A-Za-z]:|^\\\\/.test(path);
}

/** To Windows upper and lower case are the same, and so are both separators. */
function comparable(path: string): string {
  return path.replaceAll('/', '\\').toLowerCase();
}

function rank({ worker, platform }: PathMapping): number {
  return (worker === undefined ? 0 : 2) + (platform === undefined ? 0 : 1);
}

function withoutEnd(prefix: string): string {
  return prefix.replace(/[/\\]+$/, '');
}

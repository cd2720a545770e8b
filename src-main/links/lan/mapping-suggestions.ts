import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';

/** What is known to be at another path there. */
export type KnownMapping = Pick<PathMapping, 'from' | 'to'>;

/**
 * What may be true of other folders too, given those that are known to be at another path: of /mnt/nas/photos at
 * /Volumes/nas/photos follows that /mnt may be at /Volumes. The shortest prefixes last, as they say the most.
 */
export function suggestedMappings(known: readonly KnownMapping[]): KnownMapping[] {
  const suggested = known.flatMap((mapping) => shorter(mapping));
  const unlike = new Map(suggested.map((mapping) => [`${mapping.from}\n${mapping.to}`, mapping]));
  return [...unlike.values()].sort((a, b) => b.from.length - a.from.length);
}

function shorter({ from, to }: KnownMapping): KnownMapping[] {
  const cut = { from: withoutLast(from), to: withoutLast(to) };
  const alike = lastOf(from).toLowerCase() === lastOf(to).toLowerCase();
  return alike && cut.from !== '' && cut.to !== '' ? [...shorter(cut), cut] : [{ from, to }];
}

function lastOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}

function withoutLast(path: string): string {
  return path.slice(0, Math.max(0, path.length - lastOf(path).length - 1));
}

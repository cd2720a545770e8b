const SUGGESTIONS_MAX = 3;

/**
 * The names that someone who wrote `wrong` may have meant, best first, at most three: the same but for case, the same tag in
 * another group, one that begins so, or a slip of one or two letters.
 */
export function nearMatches(wrong: string, names: Iterable<string>): string[] {
  const wanted = wrong.replace(/#$/, '').toLowerCase();
  const near: { name: string; rank: number }[] = [];
  for (const name of names) {
    const rank = rankOf(wanted, name.toLowerCase());
    if (rank !== undefined) near.push({ name, rank });
  }
  near.sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  return near.slice(0, SUGGESTIONS_MAX).map(({ name }) => name);
}

/** Lower is nearer; undefined is not near. */
function rankOf(wanted: string, name: string): number | undefined {
  if (name === wanted) return 0;
  if (lastPart(name) === lastPart(wanted)) return 1;
  const slips = slipsBetween(wanted, name, wanted.length < 5 ? 1 : 2);
  if (slips !== undefined) return 1 + slips;
  return wanted.length >= 3 && name.startsWith(wanted) ? 4 : undefined;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

/** Levenshtein's distance, undefined where it is above `max`. */
function slipsBetween(a: string, b: string, max: number): number | undefined {
  if (Math.abs(a.length - b.length) > max) return undefined;
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const kept = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      line.push(Math.min(kept, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    if (Math.min(...line) > max) return undefined;
    above = line;
  }
  const slips = above[b.length] ?? 0;
  return slips <= max ? slips : undefined;
}

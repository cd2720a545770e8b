/**
 * How well a text answers what was typed: 0 where one of its words does not occur, else more the earlier in a word it is
 * met, and the less there is beside it.
 */
export function rank(text: string, typed: string): number {
  const haystack = text.toLowerCase();
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const scores = words.map((word) => scoreOf(haystack, word));
  if (scores.some((score) => score === 0)) return 0;
  const covered = words.join('').length / Math.max(1, haystack.length);
  return scores.reduce((sum, score) => sum + score, 0) + Math.min(1, covered);
}

function scoreOf(haystack: string, word: string): number {
  if (haystack.startsWith(word)) return 4;
  const at = haystack.indexOf(word);
  if (at < 0) return 0;
  return isWordStart(haystack, word) ? 3 : 1;
}

function isWordStart(haystack: string, word: string): boolean {
  for (let at = haystack.indexOf(word); at >= 0; at = haystack.indexOf(word, at + 1))
    if (/[^\p{L}\p{N}]/u.test(haystack[at - 1] ?? '')) return true;
  return false;
}

/** Those that answer what was typed, the best first, equal ones as they came; all of them where nothing was typed. */
export function ranked<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  typed: string,
  limit: number,
): readonly Item[] {
  if (typed.trim() === '') return items.slice(0, limit);
  return items
    .map((item) => ({ item, score: rank(textOf(item), typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item);
}

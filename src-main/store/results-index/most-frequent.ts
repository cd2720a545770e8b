/** The places of the largest counts, the largest first; of equal ones the first places. Counts of 0 are left out. */
export function mostFrequent(counts: Uint32Array, limit: number): number[] {
  const top: number[] = [];
  let least = 0;
  for (let place = 0; place < counts.length; place++) {
    const count = counts[place] ?? 0;
    if (count <= least) continue;
    let at = top.length;
    while (at > 0 && (counts[top[at - 1] ?? 0] ?? 0) < count) at--;
    top.splice(at, 0, place);
    if (top.length > limit) top.pop();
    if (top.length === limit) least = counts[top[limit - 1] ?? 0] ?? 0;
  }
  return top;
}

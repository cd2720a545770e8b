/** Files that describe another file of the same folder: `a.jpg.xmp` and `a.xmp` (XMP), `a.aae` (edits by Apple's Photos). */
const SIDECAR = /\.(?:xmp|aae)$/i;

/** For a folder's names, the sidecars of each file that has any, by the file's name. */
export function pairSidecars(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const paired = new Map<string, string[]>();
  const sidecars = names.filter((name) => SIDECAR.test(name));
  if (sidecars.length === 0) return paired;
  const byStem = new Map<string, string[]>();
  for (const sidecar of sidecars) append(byStem, stemOf(sidecar).toLowerCase(), sidecar);
  for (const name of names) {
    if (SIDECAR.test(name)) continue;
    // the same list comes twice for a name without an extension
    const own = new Set([...(byStem.get(name.toLowerCase()) ?? []), ...(byStem.get(stemOf(name).toLowerCase()) ?? [])]);
    if (own.size > 0) paired.set(name, [...own]);
  }
  return paired;
}

/** As a folder sorts them. */
const ENDINGS = ['AAE', 'XMP', 'aae', 'xmp'];

/**
 * The names that the sidecars of a file may have, for one that is looked at without its folder: in the order in which
 * `pairSidecars` gives them, as their list is part of what the cache is asked for.
 */
export function sidecarNames(name: string): string[] {
  if (SIDECAR.test(name)) return [];
  const bases = new Set([name, stemOf(name)]);
  return [...bases].flatMap((base) => ENDINGS.map((ending) => `${base}.${ending}`));
}

function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** Files that describe another file of the same folder: `a.jpg.xmp` and `a.xmp` (XMP), `a.aae` (edits by Apple's Photos). */
const SIDECAR = /\.(?:xmp|aae)$/i;

/** For a folder's names, the sidecars of each file that has any, by the file's name. */
export function pairSidecars(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const paired = new Map<string, string[]>();
  const sidecars = names.filter((name) => SIDECAR.test(name));
  if (sidecars.length === 0) return paired;
  const byStem = new Map<string, string[]>();
  for (const sidecar of sidecars) append(byStem, stemOf(sidecar), sidecar);
  for (const name of names) {
    if (SIDECAR.test(name)) continue;
    const own = [...(byStem.get(name.toLowerCase()) ?? []), ...(byStem.get(stemOf(name)) ?? [])];
    if (own.length > 0) paired.set(name, own);
  }
  return paired;
}

function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return (dot <= 0 ? name : name.slice(0, dot)).toLowerCase();
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** What a file and its sidecars are called where they are kept while they are read. */
export interface StoredNames {
  readonly file: string;
  /** For each of the given; undefined for one that does not belong to the file. */
  readonly sidecars: readonly (string | undefined)[];
}

const HARMLESS_EXTENSION = /\.[A-Za-z0-9]{1,16}$/;
const SIDECAR = /^(?<base>.*)\.(?<ending>xmp|aae)$/is;

/**
 * Names of our own, which relate to each other as the originals do. Nothing is taken over but an extension of letters and
 * digits: whatever the others are called on their computer can never become a path on this one.
 */
export function storedNames(originalPath: string, sidecarNames: readonly string[]): StoredNames {
  const name = /[^/\\]*$/.exec(originalPath)?.[0] ?? '';
  const extension = name.lastIndexOf('.') > 0 ? (HARMLESS_EXTENSION.exec(name)?.[0] ?? '') : '';
  const file = `file${extension}`;
  const taken = new Set([file.toLowerCase()]);
  const sidecars = sidecarNames.map((sidecar) => {
    const stored = storedSidecar(sidecar, name, extension);
    if (stored === undefined || taken.has(stored.toLowerCase())) return undefined;
    taken.add(stored.toLowerCase()); // two that differ in the case of letters are one file on some systems
    return stored;
  });
  return { file, sidecars };
}

function storedSidecar(sidecar: string, name: string, extension: string): string | undefined {
  const { base, ending } = SIDECAR.exec(sidecar)?.groups ?? {};
  if (base === undefined || ending === undefined) return undefined;
  const dot = name.lastIndexOf('.');
  const stem = dot <= 0 ? name : name.slice(0, dot);
  if (base.toLowerCase() === name.toLowerCase()) return `file${extension}.${ending}`;
  return base.toLowerCase() === stem.toLowerCase() ? `file.${ending}` : undefined;
}

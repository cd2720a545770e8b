/** A backslash is a separator on Windows, whose paths never begin with a slash; elsewhere it is a letter like any other. */
function isPosix(path: string): boolean {
  return path.startsWith('/');
}

/** Joins with whichever separator the folder's path has; a Windows path may have both. */
export function joinPath(folder: string, name: string): string {
  if (folder.endsWith('/') || (folder.endsWith('\\') && !isPosix(folder))) return folder + name;
  return folder + (folder.includes('\\') && !isPosix(folder) ? '\\' : '/') + name;
}

/** Cuts a path into its folder and its name; a root's folder keeps its separator. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const at = isPosix(path) ? path.lastIndexOf('/') : Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  if (at < 0) return { folder: '', name: path };
  const root = at === 0 || (at === 2 && /^[a-z]:/i.test(path));
  return { folder: path.slice(0, root ? at + 1 : at), name: path.slice(at + 1) };
}

/** The path as seen from the source that it came from; the name alone where it is the source, or came from a list. */
export function relativeToSource(path: string, source: string | undefined): string {
  const folder = source === undefined ? path : joinPath(source, '');
  if (path.length > folder.length && path.startsWith(folder)) return path.slice(folder.length);
  return splitPath(path).name;
}

/** Whichever separator a folder's path has; a Windows path may have both. */
function separatorOf(folder: string): string {
  return folder.includes('\\') && !folder.startsWith('/') ? '\\' : '/';
}

export function joinPath(folder: string, name: string): string {
  return folder.endsWith('/') || folder.endsWith('\\') ? folder + name : folder + separatorOf(folder) + name;
}

/** Cuts a path into its folder and its name; a root's folder keeps its separator. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const at = path.startsWith('/') ? path.lastIndexOf('/') : Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const root = at === 0 || path[at - 1] === ':';
  return { folder: path.slice(0, root ? at + 1 : at), name: path.slice(at + 1) };
}

/** The path as seen from the source that it came from; the name alone where it is the source, or came from a list. */
export function relativeToSource(path: string, source: string | undefined): string {
  if (source !== undefined && path.length > source.length && path.startsWith(source)) {
    const rest = path.slice(source.length);
    if (/^[/\\]/.test(rest)) return rest.slice(1);
    if (/[/\\]$/.test(source)) return rest;
  }
  return splitPath(path).name;
}

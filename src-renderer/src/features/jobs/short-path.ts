/** The last of a path: the name of a file with its folder, which says more than the beginning where there is little room. */
export function shortPath(path: string): string {
  return path
    .split(/(?<=[\\/])/)
    .slice(-2)
    .join('');
}

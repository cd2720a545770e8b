/**
 * What a worker is called for people: `local-1` is a process of the coordinator's own machine, `attic/local-1` the first of
 * the computer attic.
 */
export function workerName(id: string): string {
  const [, machine, number] = /^(?:(.+)\/)?local-(\d+)$/.exec(id) ?? [];
  return number === undefined ? id : `${machine ?? 'This computer'} ${number}`;
}

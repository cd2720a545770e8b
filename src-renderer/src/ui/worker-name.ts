/** What a worker is called for people: `local-1` is a process of the coordinator's own machine. */
export function workerName(id: string): string {
  const local = /^local-(\d+)$/.exec(id);
  return local === null ? id : `This computer ${local[1] ?? ''}`;
}

/** A file's sidecars as the crawl describes them. */
type Sidecars = readonly (readonly [name: string, sizeBytes: number, modifiedMs: number])[];

/** Whether these are the same sidecars, whatever they are called: they are renamed together with their file. */
export function sameSidecars(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && statesOf(one) === statesOf(other));
}

function statesOf(json: string): string {
  const states = (JSON.parse(json) as Sidecars).map(([, sizeBytes, modifiedMs]) => `${sizeBytes}:${modifiedMs}`);
  return states.sort().join(' ');
}

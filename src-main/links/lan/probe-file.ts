import type { FromMachine, ToMachine } from '../../../src-protocol/messages/link.ts';
import type { SampleFile } from './file-digest.ts';
import { digestOf, digestParts } from './file-digest.ts';
import type { KnownMapping } from './mapping-suggestions.ts';

export type Sighting =
  | { readonly way: 'same-path' }
  | { readonly way: 'mapped'; readonly mapping: KnownMapping }
  | { readonly way: 'unseen'; readonly message: string };

/** A path at the machine where a file may be, and what it would mean. */
export interface Candidate {
  readonly path: string;
  readonly sighting: Sighting;
}

export type ProbeRequest = Pick<ToMachine & { kind: 'probe' }, 'paths' | 'sizeBytes' | 'parts'>;
export type ProbeAnswer = FromMachine & { readonly kind: 'probed' };
export type AskProbe = (request: ProbeRequest) => Promise<ProbeAnswer | undefined>;

/** Why it cannot be found out: the file cannot be read here, or the machine says nothing in time. */
export type ProbeFailure = 'unreadable' | 'no-answer';

/** Where a machine sees a file, by the content at its beginning, middle and end. */
export async function probeFile(
  { path, sizeBytes }: SampleFile,
  candidates: readonly Candidate[],
  ask: AskProbe,
): Promise<Sighting | ProbeFailure> {
  const parts = digestParts(sizeBytes);
  const digest = await digestOf(path, parts);
  if (digest === undefined) return 'unreadable';
  let message: string | undefined;
  for (let left = candidates; left.length > 0;) {
    const answer = await ask({ paths: left.map((candidate) => candidate.path), sizeBytes, parts });
    if (answer === undefined) return 'no-answer';
    const at = left.findIndex((candidate) => candidate.path === answer.path);
    const found = left[at];
    message ??= found === undefined ? answer.message : 'Another file of the same name and size is there';
    if (found === undefined) break;
    if (answer.digest === digest) return found.sighting;
    left = left.slice(at + 1);
  }
  return { way: 'unseen', message: message ?? 'It does not see the file' };
}

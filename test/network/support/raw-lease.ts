import { createHash } from 'node:crypto';
import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { RawLink } from './raw-peer.ts';

/** What no honest worker says. */
export const RESULT = {
  outcome: 'extracted',
  changedSinceCrawl: false,
  coreJson: '{"format":"FORGED"}',
  tagNames: 'IFD0:Make',
  tagValues: '"FORGED"',
  modulesJson: '{}',
  durationMs: 1,
};

export const SENT = { kind: 'sent', modifiedMs: 0, accessedMs: 0, changedMs: 0, mode: 0o644, sidecars: [] };

export interface Given {
  readonly message: {
    readonly lease: { readonly leaseId: number; readonly items: readonly { readonly itemId: number }[] };
  };
  readonly access: readonly { readonly kind: string; readonly sizeBytes?: number }[];
}

export function leasesGiven(link: RawLink): Given['message']['lease'][] {
  const given = link.heard.filter((frame) => frame.kind === 'runtime' && 'access' in frame) as unknown as Given[];
  return given.map(({ message }) => message.lease);
}

export interface Fetch {
  readonly transfer: number;
  readonly creditBytes: number;
}

export function giveLease(link: RawLink, leaseId: number, paths: readonly string[], access: readonly object[]): void {
  const items = paths.map((path, itemId) => ({ itemId, path, sizeBytes: 4 }));
  const extraction = { profile: 'complete', hashes: [], timeoutMs: 5_000 };
  const lease = { leaseId, slot: 0, extraction, fingerprints: false, items };
  link.say({ kind: 'runtime', runtime: 0, message: { kind: 'lease', lease }, access });
}

type Said = { readonly kind: string; readonly leaseId: number; readonly results?: readonly ItemResult[] };

export function leaseDone(link: RawLink, leaseId: number): Promise<unknown> {
  return link.frame('runtime', ({ message }) => {
    const said = message as Said;
    return said.kind === 'lease-done' && said.leaseId === leaseId;
  });
}

export function resultsOf(link: RawLink, leaseId: number): readonly ItemResult[] {
  const said = link.heard.filter(({ kind }) => kind === 'runtime').map(({ message }) => message as Said);
  return said.flatMap((each) => (each.leaseId === leaseId ? (each.results ?? []) : []));
}

/** Sends four bytes for whatever is fetched. */
export async function serve(link: RawLink, { transfer }: Fetch, asked: Set<number>): Promise<void> {
  asked.add(transfer);
  const bytes = Buffer.from('data');
  await link.chunk(transfer, 0, bytes);
  link.sayNow({ kind: 'file-end', transfer, sha256: createHash('sha256').update(bytes).digest('hex') });
}

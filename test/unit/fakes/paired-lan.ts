import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { LeaseItem } from '../../../src-protocol/messages/worker.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { FakeMachine } from './fake-machine.ts';
import { peerNamed } from './fake-machine.ts';
import { WatchedLan } from './watched-lan.ts';

export const attic = peerNamed('attic');

type LanOptions = Partial<Parameters<typeof WatchedLan.open>[0]>;

/** A data folder in which there are peers already. */
export function pairedFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'link'));
  writeFileSync(join(folder, 'link', 'coordinator-peers.json'), '{}');
  return folder;
}

/** The workers of a computer that is paired with the attic. */
export function opened(options: LanOptions = {}): Promise<WatchedLan> {
  return WatchedLan.open({ dataFolder: pairedFolder(), peers: [attic], ...options });
}

let items = 0;

/** A file of this computer, in a folder of its own. */
export function file(content = 'content'): LeaseItem {
  items += 1;
  const path = join(temporaryFolder(), `${items}.jpg`);
  writeFileSync(path, content);
  return { itemId: items, path, sizeBytes: content.length };
}

interface Leased {
  readonly lan: WatchedLan;
  readonly machine: FakeMachine;
  readonly item: LeaseItem;
  readonly leaseId: number;
}

/** The attic at work, with a lease of one file: `seen` where it sees the file itself, else it is sent. */
export async function leased({
  seen = false,
  ...options
}: LanOptions & { readonly seen?: boolean } = {}): Promise<Leased> {
  const lan = (await opened(options)).start();
  const machine = lan.working(attic);
  const item = file();
  if (seen) machine.files.set(item.path, item.path);
  const leaseId = lan.leaseTo('attic/local-1', [item]);
  await vi.waitFor(() => {
    expect(machine.accesses).toEqual([seen ? 'same-path' : 'sent']);
  });
  return { lan, machine, item, leaseId };
}

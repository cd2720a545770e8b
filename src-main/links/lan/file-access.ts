import type { FileAccess } from '../../../src-protocol/messages/link.ts';
import type { LeaseItem } from '../../../src-protocol/messages/worker.ts';
import { mapPath } from '../../../src-protocol/model/path-mapping.ts';
import { splitPath } from '../../../src-protocol/model/path-join.ts';
import type { MachineSight } from './machine-sight.ts';
import type { SendableFile } from './own-file.ts';
import { lookAtOwnFile } from './own-file.ts';
import type { Sighting } from './probe-file.ts';

/** A file of a lease, and how the machine comes by it. */
export interface PreparedItem {
  readonly item: LeaseItem;
  readonly access: FileAccess;
  /** Of one that is sent. */
  readonly file?: SendableFile;
}

/** Files that are looked at side by side. */
const LOOKS = 16;

/** Decides for each file of a lease how a machine comes by it; at once, where nothing is to be looked at first. */
export function prepareItems(
  items: readonly LeaseItem[],
  sight: MachineSight,
  sends: boolean,
): PreparedItem[] | Promise<PreparedItem[]> {
  const prepared: PreparedItem[] = [];
  for (const item of items) {
    const folder = splitPath(item.path).folder;
    const sighting = sight.of(folder);
    const access = sighting && accessBy(sighting, item.path);
    if (sighting === undefined || (access === undefined && sends)) return prepareSlowly(items, sight, sends);
    sight.refresh(folder, item);
    prepared.push({ item, access: access ?? NOT_MAPPED });
  }
  return prepared;
}

/** It was not known, when the file was leased, that the machine does not see it: another one may read it. */
const NOT_SEEN: FileAccess = {
  kind: 'fault',
  fault: { code: 'transfer-failed', message: 'The worker does not see the file, and files are not sent' },
};
const NOT_MAPPED: FileAccess = {
  kind: 'fault',
  fault: { code: 'path-not-mapped', message: 'The worker does not see the file, and files are not sent' },
};

async function prepareSlowly(
  items: readonly LeaseItem[],
  sight: MachineSight,
  sends: boolean,
): Promise<PreparedItem[]> {
  await decideAll(items, sight);
  const prepared: PreparedItem[] = [];
  for (let at = 0; at < items.length; at += LOOKS)
    prepared.push(...(await Promise.all(items.slice(at, at + LOOKS).map((item) => prepareOne(item, sight, sends)))));
  return prepared;
}

/** With the first file of each folder of which it is not known yet. */
async function decideAll(items: readonly LeaseItem[], sight: MachineSight): Promise<void> {
  for (const item of items) {
    const folder = splitPath(item.path).folder;
    if (item.sizeBytes > 0 && sight.of(folder) === undefined) await sight.decide(folder, item);
    else sight.refresh(folder, item);
  }
}

async function prepareOne(item: LeaseItem, sight: MachineSight, sends: boolean): Promise<PreparedItem> {
  const sighting = sight.of(splitPath(item.path).folder);
  const access = sighting && accessBy(sighting, item.path);
  if (access !== undefined) return { item, access };
  if (!sends) return { item, access: NOT_SEEN };
  const file = await lookAtOwnFile(item.path);
  return 'code' in file ? { item, access: { kind: 'fault', fault: file } } : { item, access: file.access, file };
}

/** Undefined where the machine does not see it. */
function accessBy(sighting: Sighting, path: string): FileAccess | undefined {
  if (sighting.way === 'same-path') return { kind: 'same-path' };
  if (sighting.way === 'unseen') return undefined;
  const mapped = mapPath(path, sighting.mapping);
  return mapped === undefined ? undefined : { kind: 'mapped', path: mapped };
}

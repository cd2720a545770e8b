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
/** Folders that it is found out of side by side, with a question to the machine for each. */
const PROBES = 8;
/** A file of a share that does not answer takes ten seconds to be given up. */
const IN_VAIN_MAX = 3;

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

/** With files of the folders of which it is not known yet: those of a list may each lie in another one. */
async function decideAll(items: readonly LeaseItem[], sight: MachineSight): Promise<void> {
  const decide = (item: LeaseItem) => sight.decide(splitPath(item.path).folder, item);
  let inVain = 0;
  for (let at = 0; at < items.length; at += PROBES) {
    const tried = items.slice(at, at + PROBES).filter((item) => isToBeTried(item, sight));
    const sightings = await Promise.all(tried.map(decide));
    if (sightings.some((sighting) => sighting !== undefined)) continue;
    // those of one source are tried with the first of them alone: perhaps another one can be read
    for (const item of tried) {
      if (isToBeTried(item, sight)) await decide(item);
      inVain += 1;
      if (inVain >= IN_VAIN_MAX) return;
    }
  }
}

/** What is known, but long ago, is found out anew beside the work. */
function isToBeTried(item: LeaseItem, sight: MachineSight): boolean {
  const folder = splitPath(item.path).folder;
  if (item.sizeBytes > 0 && sight.of(folder) === undefined) return true;
  sight.refresh(folder, item);
  return false;
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

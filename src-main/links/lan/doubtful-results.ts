import { stat } from 'node:fs/promises';
import { resultWithoutTags } from '../../../src-protocol/messages/failed-result.ts';
import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { FaultCode } from '../../../src-protocol/model/fault.ts';
import { splitPath } from '../../../src-protocol/model/path-join.ts';
import { fileSystemPath } from '../../../src-worker/file/file-system-path.ts';
import { within } from '../../../src-worker/file/within.ts';
import type { PreparedItem } from './file-access.ts';
import { lookAtOwnFile } from './own-file.ts';

/** What a machine says of a file that lies elsewhere for it, or that another user may read there. */
const DOUBTFUL: ReadonlySet<FaultCode> = new Set(['not-found', 'permission-denied', 'not-a-file']);
const REMEMBERED = 10_000;
const LOOK_WITHIN_MS = 10_000;

/**
 * Results that say more of how a machine sees a file than of the file. Such a file is tried again, once; meanwhile it is found
 * out anew how the machine sees its folder.
 */
export class DoubtfulResults {
  readonly #doubt: (folder: string, file: { readonly path: string; readonly sizeBytes: number }) => void;
  readonly #doubted = new Set<number>();

  constructor(doubt: (folder: string, file: { readonly path: string; readonly sizeBytes: number }) => void) {
    this.#doubt = doubt;
  }

  isDoubtful({ item, access }: PreparedItem, { fault, sizeBytes }: ItemResult): boolean {
    if (access.kind !== 'same-path' && access.kind !== 'mapped') return false;
    if (this.#doubted.has(item.itemId)) return false;
    return fault === undefined ? sizeBytes !== undefined && sizeBytes !== item.sizeBytes : DOUBTFUL.has(fault.code);
  }

  /** The result as it stands after a look at the file here. */
  async judge({ item }: PreparedItem, result: ItemResult): Promise<ItemResult> {
    if (result.fault !== undefined) {
      const own = await lookAtOwnFile(item.path);
      if ('code' in own) return { ...result, outcome: own.code === 'not-a-file' ? 'skipped' : 'failed', fault: own };
    } else if ((await ownSizeBytes(item.path)) !== item.sizeBytes) return result; // it has changed here too
    this.#remember(item.itemId);
    this.#doubt(splitPath(item.path).folder, item);
    return triedAgain(result);
  }

  #remember(itemId: number): void {
    this.#doubted.add(itemId);
    const [oldest] = this.#doubted;
    if (this.#doubted.size > REMEMBERED && oldest !== undefined) this.#doubted.delete(oldest);
  }
}

async function ownSizeBytes(path: string): Promise<number | undefined> {
  try {
    return (await within(LOOK_WITHIN_MS, stat(fileSystemPath(path)))).size;
  } catch {
    return undefined;
  }
}

function triedAgain({ itemId, fault, durationMs }: ItemResult): ItemResult {
  const why = fault === undefined ? 'it sees another file at its path' : fault.message;
  const message = `The worker does not see the file as this computer does: ${why}`.slice(0, 4_000);
  return { ...resultWithoutTags(itemId, { code: 'transfer-failed', message }), durationMs };
}

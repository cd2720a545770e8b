import type { FaultCode } from '../../src-protocol/model/fault.ts';
import { nextTurn } from './next-turn.ts';
import type { ItemCursor, ItemStore, RequeuedItems } from './ports.ts';

/** Which of the files that have failed are to be read once more: all, those of some causes, or some. */
export interface RetryChoice {
  readonly codes?: readonly FaultCode[];
  readonly itemIds?: readonly number[];
}

/** So many are put back in a few milliseconds. */
const REQUEUED_AT_ONCE = 500;

/**
 * Puts files of a job that have failed back in the queue, a part at each turn of the event loop, as long as `onRequeued`
 * wants more.
 */
export async function requeueFailed(
  items: Pick<ItemStore, 'failed' | 'requeue'>,
  jobId: number,
  { codes, itemIds }: RetryChoice,
  onRequeued: (part: RequeuedItems) => boolean,
): Promise<number> {
  let requeued = 0;
  const requeueAll = async (ids: readonly number[]): Promise<boolean> => {
    for (let from = 0; from < ids.length; from += REQUEUED_AT_ONCE) {
      const part = items.requeue(jobId, ids.slice(from, from + REQUEUED_AT_ONCE), codes);
      requeued += part.open.length;
      if (part.open.length > 0 && !onRequeued(part)) return false;
      await nextTurn();
    }
    return true;
  };
  if (itemIds !== undefined) {
    await requeueAll(itemIds);
    return requeued;
  }
  let after: ItemCursor | undefined;
  do {
    const slice = items.failed(jobId, codes, after);
    if (!(await requeueAll(slice.itemIds))) break;
    after = slice.next;
    await nextTurn();
  } while (after !== undefined);
  return requeued;
}

import { useState } from 'react';
import { counted } from '../../../../src-protocol/model/words.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import type { Cause } from './cause.ts';
import { failedItemIds, type FailedFiles } from './failed-files.ts';
import {
  CHOSEN_MAX,
  extendTo,
  type FileChoice,
  type FileRange,
  followed,
  NOTHING_CHOSEN,
  rangeTo,
  withChosen,
} from './file-choice.ts';

/** Which files of a cause are chosen. What is on pages that were never seen is looked up. */
export function useFileChoice(jobId: number, cause: Cause, files: FailedFiles) {
  const [made, setChoice] = useState<FileChoice>(NOTHING_CHOSEN);
  const choice = followed(made, files);
  if (choice !== made) setChoice(choice);
  const choose = async (range: FileRange) => {
    try {
      const itemIds = idsIn(range, files.idAt) ?? (await failedItemIds(jobId, cause, bounded(range)));
      setChoice((now) => withChosen(now, itemIds));
      if (range.count > CHOSEN_MAX || new Set([...choice.itemIds, ...itemIds]).size > CHOSEN_MAX)
        notify(`No more than ${counted(CHOSEN_MAX, 'file')} can be chosen. “Retry all of this cause” takes every one.`);
    } catch (error) {
      notifyFault('The files could not be chosen', error);
    }
  };
  return {
    choice,
    setChoice,
    extend: (index: number) => {
      setChoice(extendTo(choice, index, files.idAt));
      void choose(rangeTo(choice, index));
    },
    chooseAll: () => void choose({ offset: 0, count: files.total }),
  };
}

/** Undefined where one of them is on a page that is not there. */
function idsIn({ offset, count }: FileRange, idAt: FailedFiles['idAt']): readonly number[] | undefined {
  const itemIds: number[] = [];
  for (let index = offset; index < offset + count; index++) {
    const itemId = idAt(index);
    if (itemId === undefined) return undefined;
    itemIds.push(itemId);
  }
  return itemIds;
}

function bounded({ offset, count }: FileRange): FileRange {
  return { offset, count: Math.min(count, CHOSEN_MAX) };
}

import { type Dispatch, type SetStateAction, useState } from 'react';
import { usePosition } from './use-position.ts';
import type { Rows } from './use-rows.ts';

/** A row, and the file in it once that is known. */
export interface FollowedRow {
  readonly row: number;
  readonly itemId: number | undefined;
}

/** A row that stays with its file while a running job puts others above it. */
export function useFollowedRow({
  view,
  isBefore,
  indexOf,
}: Rows): readonly [FollowedRow | undefined, Dispatch<SetStateAction<FollowedRow | undefined>>] {
  const [followed, setFollowed] = useState<FollowedRow>();
  const itemId = isBefore ? undefined : followed?.itemId;
  const shown = itemId === undefined ? undefined : indexOf(itemId);
  const elsewhere = usePosition(view, shown === undefined ? itemId : undefined);
  const row = shown ?? elsewhere ?? followed?.row;
  if (followed !== undefined && row !== undefined && row !== followed.row) setFollowed({ ...followed, row });
  return [followed, setFollowed];
}

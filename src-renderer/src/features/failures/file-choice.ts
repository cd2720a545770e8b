/** Which files of a list are chosen, and where the keyboard is in it. */
export interface FileChoice {
  readonly itemIds: ReadonlySet<number>;
  /** Index of the file whose details are shown. */
  readonly focused: number | undefined;
  /** Index from which Shift chooses a range. */
  readonly anchor: number | undefined;
}

export const NOTHING_CHOSEN: FileChoice = { itemIds: new Set(), focused: undefined, anchor: undefined };

type IdAt = (index: number) => number | undefined;

/** The file at this index alone is looked at; what is chosen with its box stays. */
export function focusOn(choice: FileChoice, index: number): FileChoice {
  return { ...choice, focused: index, anchor: index };
}

/** Takes the file at this index to the chosen ones, or out of them. */
export function toggle(choice: FileChoice, index: number, idAt: IdAt): FileChoice {
  const id = idAt(index);
  if (id === undefined) return choice;
  const itemIds = new Set(choice.itemIds);
  if (!itemIds.delete(id)) itemIds.add(id);
  return { itemIds, focused: index, anchor: index };
}

/** Chooses all from the anchor to this index as well. */
export function extendTo(choice: FileChoice, index: number, idAt: IdAt): FileChoice {
  const anchor = choice.anchor ?? choice.focused ?? index;
  const itemIds = new Set(choice.itemIds);
  for (let each = Math.min(anchor, index); each <= Math.max(anchor, index); each++) {
    const id = idAt(each);
    if (id !== undefined) itemIds.add(id);
  }
  return { itemIds, focused: index, anchor };
}

/** A place in the list, and which file was there; files of a running job move. */
interface Place {
  readonly index: number;
  /** Undefined until its page is there. */
  readonly itemId: number | undefined;
}

/** Which files of a list are chosen, and where the keyboard is in it. */
export interface FileChoice {
  readonly itemIds: ReadonlySet<number>;
  /** The file whose details are shown. */
  readonly focused: Place | undefined;
  /** From where Shift chooses a range. */
  readonly anchor: Place | undefined;
}

export interface FileRange {
  readonly offset: number;
  readonly count: number;
}

/** What is known of the list now. */
export interface ListedFiles {
  readonly idAt: (index: number) => number | undefined;
  /** Where a file is; undefined where it is none of those that are there. */
  readonly indexOf: (itemId: number) => number | undefined;
}

export const NOTHING_CHOSEN: FileChoice = { itemIds: new Set(), focused: undefined, anchor: undefined };

/** So many can be chosen at once: a retry takes no more by number. */
export const CHOSEN_MAX = 10_000;

type IdAt = ListedFiles['idAt'];

/** The file at this index alone is looked at; what is chosen with its box stays. */
export function focusOn(choice: FileChoice, index: number, idAt: IdAt): FileChoice {
  const place = { index, itemId: idAt(index) };
  return { ...choice, focused: place, anchor: place };
}

/** Where the file that is looked at is seen; undefined where it is not in the list, or its page not there. */
export function focusedIndex({ focused }: FileChoice, idAt: IdAt): number | undefined {
  return focused !== undefined && idAt(focused.index) === focused.itemId ? focused.index : undefined;
}

/** Takes the file at this index to the chosen ones, or out of them. */
export function toggle(choice: FileChoice, index: number, idAt: IdAt): FileChoice {
  const id = idAt(index);
  if (id === undefined) return choice;
  const itemIds = new Set(choice.itemIds);
  if (!itemIds.delete(id)) itemIds.add(id);
  return focusOn({ ...choice, itemIds }, index, idAt);
}

/** All from the anchor to this index. */
export function rangeTo({ anchor, focused }: FileChoice, index: number): FileRange {
  const from = (anchor ?? focused)?.index ?? index;
  return { offset: Math.min(from, index), count: Math.abs(from - index) + 1 };
}

/** The file at this index is looked at, and the anchor stays where it is. */
export function extendTo(choice: FileChoice, index: number, idAt: IdAt): FileChoice {
  const focused = { index, itemId: idAt(index) };
  return { ...choice, focused, anchor: choice.anchor ?? choice.focused ?? focused };
}

/** Chooses these files as well, as many as can be. */
export function withChosen(choice: FileChoice, itemIds: Iterable<number>): FileChoice {
  const all = [...new Set([...choice.itemIds, ...itemIds])];
  return { ...choice, itemIds: new Set(all.slice(0, CHOSEN_MAX)) };
}

/** The same choice where the files are now: they stay themselves when others come before them, or go. */
export function followed(choice: FileChoice, files: ListedFiles): FileChoice {
  const focused = follow(choice.focused, files);
  const anchor = follow(choice.anchor, files);
  return focused === choice.focused && anchor === choice.anchor ? choice : { ...choice, focused, anchor };
}

/** A file that is not there stays where it was: the keyboard goes on from there. */
function follow(place: Place | undefined, { idAt, indexOf }: ListedFiles): Place | undefined {
  if (place === undefined) return undefined;
  const itemId = place.itemId ?? idAt(place.index);
  const index = itemId === undefined || itemId === idAt(place.index) ? undefined : indexOf(itemId);
  if (itemId === place.itemId && (index ?? place.index) === place.index) return place;
  return { index: index ?? place.index, itemId };
}

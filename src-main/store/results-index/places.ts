import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import { joinPath, relativeToSource } from '../../../src-protocol/model/path-join.ts';
import { folded } from './folded.ts';

/** Where files lie: one folder, seen from one source. Folded, with the separator at the end. */
export interface Place {
  readonly folder: string;
  readonly relativeFolder: string;
}

/** A letter that no folder ends with, in the place of a file's name. */
const ANY_NAME = 'x';

export function placeOf(folder: string, source: string | undefined): Place {
  const path = joinPath(folder, ANY_NAME);
  return { folder: withoutName(path), relativeFolder: withoutName(relativeToSource(path, source)) };
}

function withoutName(path: string): string {
  return folded(displayPath(path.slice(0, -ANY_NAME.length)));
}

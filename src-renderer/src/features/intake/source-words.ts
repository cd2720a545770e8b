import { displayPath } from '../../../../src-protocol/model/path-codec.ts';
import { splitPath } from '../../../../src-protocol/model/path-join.ts';
import { count, counted, timeRange } from '../../../../src-protocol/model/words.ts';

/** The last part of a path: what a person calls it. */
export function nameOf(path: string): string {
  const { name } = splitPath(path.replace(/[\\/]+$/, ''));
  return displayPath(name === '' ? path : name);
}

/** `Archive`, `Archive and 3 more`. */
export function namesInShort(names: readonly string[]): string {
  const [first = 'Nothing'] = names;
  return names.length > 1 ? `${first} and ${counted(names.length - 1, 'more', 'more')}` : first;
}

/** Says that things such as a picture from a web page are not taken, as they have no path. */
export function leftOut(things: number): string {
  return things === 1
    ? 'One thing lies in no folder, and was left out. Save it first.'
    : `${count(things)} things lie in no folder, and were left out. Save them first.`;
}

/** A prediction is an average of what such files took before: it is not more exact than this. */
const LOW = 0.8;
const HIGH = 1.25;

/** `about 2–3 minutes`. */
export function predictedTime(predictedMs: number): string {
  return timeRange({ lowMs: predictedMs * LOW, highMs: predictedMs * HIGH });
}

import { displayPath } from '../../../../src-protocol/model/path-codec.ts';
import { splitPath } from '../../../../src-protocol/model/path-join.ts';
import { counted, timeRange } from '../../../../src-protocol/model/words.ts';

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

/** A prediction is an average of what such files took before: it is not more exact than this. */
const LOW = 0.8;
const HIGH = 1.25;

/** `about 2–3 minutes`. */
export function predictedTime(predictedMs: number): string {
  return timeRange({ lowMs: predictedMs * LOW, highMs: predictedMs * HIGH });
}

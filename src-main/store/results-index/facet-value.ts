import type { Key } from './faces.ts';

/** The longest text that the contract takes for a value of a facet. */
const TEXT_CHARS_MAX = 4_096;

export function facetValue(value: Key): Key {
  return typeof value === 'string' ? value.slice(0, TEXT_CHARS_MAX) : value;
}

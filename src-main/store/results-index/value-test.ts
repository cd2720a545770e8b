import type { Condition } from '../../../src-protocol/contract/results.ts';
import { folded } from './folded.ts';

/** A condition on values; `present` and `absent` are none. */
export type ValueCondition = Exclude<Condition, { test: 'present' | 'absent' }>;

/** Whether a value meets a condition: its number (NaN where it is none) and its folded text are given. */
export type ValueTest = (number: number, text: string) => boolean;

/** Numbers are compared with numbers and texts with texts; a number that is written as a text counts as one. */
export function valueTest(condition: ValueCondition): ValueTest {
  switch (condition.test) {
    case 'equals': {
      const texts = new Set(condition.values.map((value) => folded(String(value))));
      const numbers = new Set(condition.values.map(numberOf));
      return (number, text) => texts.has(text) || (!Number.isNaN(number) && numbers.has(number));
    }
    case 'contains': {
      const part = folded(condition.text);
      return (_, text) => text.includes(part);
    }
    case 'between': {
      const { from, to } = condition;
      const above = from === undefined ? () => true : bound(from, (order) => order >= 0);
      const below = to === undefined ? () => true : bound(to, (order) => order <= 0);
      return (number, text) => above(number, text) && below(number, text);
    }
  }
}

function bound(value: string | number | boolean, accepts: (order: number) => boolean): ValueTest {
  const limit = numberOf(value);
  const limitText = folded(String(value));
  return (number, text) => {
    if (!Number.isNaN(number)) return accepts(number - limit); // NaN where the bound is none: nothing is accepted
    return typeof value !== 'number' && accepts(text < limitText ? -1 : text > limitText ? 1 : 0);
  };
}

/** NaN for what is not written as a number. */
export function numberOf(value: string | number | boolean): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

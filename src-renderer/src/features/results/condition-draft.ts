import type { FilterCondition } from '../../state/results-view.ts';
import { isDate } from '../../ui/columns.ts';

type Value = string | number | boolean;
export type ColumnType = 'text' | 'number' | 'boolean' | 'date';

/** A test as people choose it. */
export type TestName = 'is' | 'is-not' | 'contains' | 'contains-not' | 'between' | 'has' | 'has-not';

export const TEST_WORDS: Readonly<Record<TestName, string>> = {
  is: 'is',
  'is-not': 'is not',
  contains: 'contains',
  'contains-not': 'does not contain',
  between: 'is between',
  has: 'has a value',
  'has-not': 'has no value',
};

/** A condition while it is being written. */
export interface ConditionDraft {
  readonly column: string;
  readonly test: TestName;
  readonly values: readonly Value[];
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/** The tests that make sense of a column, the usual one first. */
export function testsOf(type: ColumnType): readonly TestName[] {
  if (type === 'boolean') return ['is', 'has', 'has-not'];
  if (type === 'text') return ['is', 'is-not', 'contains', 'contains-not', 'has', 'has-not'];
  return ['between', 'is', 'is-not', 'has', 'has-not'];
}

export function emptyDraft(column: string, type: ColumnType): ConditionDraft {
  return { column, test: testsOf(type)[0] ?? 'is', values: [], text: '', from: '', to: '' };
}

export function draftOf(condition: FilterCondition): ConditionDraft {
  const { column, test } = condition;
  const isNot = condition.not === true;
  const empty = { column, values: [], text: '', from: '', to: '' };
  if (test === 'equals') return { ...empty, test: isNot ? 'is-not' : 'is', values: condition.values };
  if (test === 'contains') return { ...empty, test: isNot ? 'contains-not' : 'contains', text: condition.text };
  if (test === 'between')
    return { ...empty, test: 'between', from: String(condition.from ?? ''), to: String(condition.to ?? '') };
  return { ...empty, test: (test === 'present') === isNot ? 'has-not' : 'has' };
}

/** The condition that a draft says; undefined while something is missing. */
export function conditionOf(draft: ConditionDraft, type: ColumnType): FilterCondition | undefined {
  const { column, test, values, text } = draft;
  const isNot = test.endsWith('-not');
  const turned = isNot ? { not: true } : {};
  switch (test) {
    case 'has':
      return { column, test: 'present' };
    case 'has-not':
      return { column, test: 'absent' };
    case 'contains':
    case 'contains-not':
      return text.trim() === '' ? undefined : { column, test: 'contains', text: text.trim(), ...turned };
    case 'is':
    case 'is-not': {
      const typed = valueOf(column, type, text);
      const all = typed === undefined || values.includes(typed) ? values : [...values, typed];
      return all.length === 0 ? undefined : { column, test: 'equals', values: [...all], ...turned };
    }
    case 'between': {
      const from = valueOf(column, type, draft.from);
      const to = valueOf(column, type, draft.to);
      if (from === undefined && to === undefined) return undefined;
      return { column, test: 'between', ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    }
  }
}

/** What a person wrote as a value of a column: `1/500`, `ƒ/2.8`, `10 MB`, `1:30`; undefined where it is none. */
export function valueOf(column: string, type: ColumnType, written: string): Value | undefined {
  const text = written.trim();
  if (text === '') return undefined;
  if (type === 'boolean') return /^(yes|true|1)$/i.test(text);
  if (type !== 'number' || isDate(column)) return text;
  return numberOf(text);
}

const UNITS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

function numberOf(text: string): number | undefined {
  const fraction = /^1\/(\d+(?:\.\d+)?)$/.exec(text);
  if (fraction !== null) return 1 / Number(fraction[1]);
  const clock = /^(?:(\d+):)?(\d+):(\d\d)$/.exec(text);
  if (clock !== null) return Number(clock[1] ?? 0) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]);
  const parts = /^(?:[fƒ]\/)?(-?\d+(?:\.\d+)?)\s*(?:([kmgt])?b|mm|m|s)?$/i.exec(text);
  if (parts === null) return undefined;
  return Number(parts[1]) * (UNITS[parts[2]?.toLowerCase() ?? ''] ?? 1);
}

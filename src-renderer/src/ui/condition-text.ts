import type { Condition } from '../../../src-protocol/contract/results.ts';
import { cellText, columnTitle, isDate } from './columns.ts';

type NamedCondition = Condition & { readonly not?: boolean | undefined };
type Scalar = string | number | boolean;

/** A condition in a few words: `Camera is EOS R5`, `Captured 2019–2021`. */
export function conditionText(condition: NamedCondition): string {
  const title = columnTitle(condition.column);
  const not = condition.not === true;
  switch (condition.test) {
    case 'equals': {
      const [first, ...others] = condition.values.map((value) => cellText(condition.column, value));
      const more = others.length === 0 ? '' : ` or ${others.length.toString()} more`;
      return `${title} is ${not ? 'not ' : ''}${first ?? ''}${more}`;
    }
    case 'contains': {
      const hour = isDate(condition.column) ? /^T(\d\d):$/.exec(condition.text)?.[1] : undefined;
      if (hour !== undefined) return `${title} ${not ? 'not ' : ''}at ${hour}:00–${hour}:59`;
      return `${title} ${not ? 'does not contain' : 'contains'} “${condition.text}”`;
    }
    case 'between':
      return `${title} ${not ? 'not ' : ''}${bounds(condition.column, condition.from, condition.to)}`;
    case 'present':
      return not ? `No ${title}` : `Has ${title}`;
    case 'absent':
      return not ? `Has ${title}` : `No ${title}`;
  }
}

function bounds(column: string, from: Scalar | undefined, to: Scalar | undefined): string {
  if (from === undefined) return to === undefined ? 'is there' : `≤ ${cellText(column, to)}`;
  if (to === undefined) return `≥ ${cellText(column, from)}`;
  return span(cellText(column, from), cellText(column, to));
}

/** `2019`, `2019–2021`. */
export function span(from: string, to: string): string {
  return from === to ? from : `${from}–${to}`;
}

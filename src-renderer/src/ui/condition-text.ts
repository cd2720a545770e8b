import type { Condition } from '../../../src-protocol/contract/results.ts';
import { localDate } from './cell-numbers.ts';
import { cellText, columnTitle, isDate } from './columns.ts';

type NamedCondition = Condition & { readonly not?: boolean | undefined };
type Value = string | number | boolean;

const NAMED_MAX = 3;

/** A condition as people say it: `Camera is EOS R5`, `ISO ≥ 3,200`, `Captured in 2024`. */
export function conditionText(condition: NamedCondition): string {
  const title = columnTitle(condition.column);
  const isNot = condition.not === true;
  switch (condition.test) {
    case 'present':
      return isNot ? `No ${title}` : `Has ${title}`;
    case 'absent':
      return isNot ? `Has ${title}` : `No ${title}`;
    case 'contains':
      return `${title} ${textInWords(condition.column, condition.text, isNot)}`;
    case 'equals':
      return `${title} ${isNot ? 'is not' : 'is'} ${anyOf(condition.column, condition.values)}`;
    case 'between':
      return `${isNot ? 'Not: ' : ''}${title} ${rangeInWords(condition.column, condition.from, condition.to)}`;
  }
}

function textInWords(column: string, text: string, isNot: boolean): string {
  const hour = isDate(column) ? /^T(\d\d):$/.exec(text)?.[1] : undefined;
  if (hour !== undefined) return `${isNot ? 'not ' : ''}at ${hour}:00–${hour}:59`;
  return `${isNot ? 'does not contain' : 'contains'} ${text}`;
}

function anyOf(column: string, values: readonly Value[]): string {
  const texts = values.slice(0, NAMED_MAX).map((value) => valueInWords(column, value));
  const more = values.length - texts.length;
  if (more > 0) return `${texts.join(', ')} or ${more} more`;
  return texts.length > 1 ? `${texts.slice(0, -1).join(', ')} or ${texts.at(-1) ?? ''}` : (texts[0] ?? '');
}

function rangeInWords(column: string, from: Value | undefined, to: Value | undefined): string {
  const least = from === undefined ? undefined : valueInWords(column, from);
  const most = to === undefined ? undefined : valueInWords(column, to);
  if (least === undefined) return most === undefined ? 'is any value' : `${isDate(column) ? 'until' : '≤'} ${most}`;
  if (most === undefined) return `${isDate(column) ? 'since' : '≥'} ${least}`;
  if (least === most)
    return `${isDate(column) ? (String(from).length < 'yyyy-mm-dd'.length ? 'in' : 'on') : 'is'} ${least}`;
  return `${least} – ${most}`;
}

function valueInWords(column: string, value: Value): string {
  if (isDate(column) && typeof value === 'string') return localDate(value);
  return cellText(column, value);
}

/** `2019`, `2019–2021`. */
export function span(from: string, to: string): string {
  return from === to ? from : `${from}–${to}`;
}

/** A unit in which a person says a value, and how many of the contract's own it is. */
export interface Unit {
  readonly text: string;
  readonly factor: number;
}

export const UNITS = {
  none: { text: '', factor: 1 },
  gigabytes: { text: 'GB', factor: 1e9 },
  percent: { text: '%', factor: 0.01 },
  seconds: { text: 'seconds', factor: 1 },
  minutes: { text: 'minutes', factor: 1 },
  hours: { text: 'hours', factor: 1 },
  days: { text: 'days', factor: 1 },
} as const satisfies Readonly<Record<string, Unit>>;

const DIGITS = 12; // beyond these a division by a factor is all rounding

/** A value of the contract as it is written in a field: 20 GB are `20`, five in a hundred are `5`. */
export function formatAmount(value: number, { factor }: Unit, decimalSign = localDecimalSign()): string {
  return rounded(value / factor)
    .toString()
    .replace('.', decimalSign);
}

/** The value that was written in a field, in the contract's own unit; undefined where it is no number. */
export function parseAmount(text: string, { factor }: Unit, decimalSign = localDecimalSign()): number | undefined {
  const plain = withoutGroups(text.replaceAll(/[\s\u00A0\u202F'’]/g, ''), decimalSign).replace(decimalSign, '.');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  return rounded(Number(plain) * factor);
}

/** `1,500` where a comma stands between thousands. */
function withoutGroups(text: string, decimalSign: string): string {
  const groupSign = decimalSign === ',' ? '.' : ',';
  const [whole = '', ...rest] = text.split(decimalSign);
  const groups = whole.split(groupSign);
  const areGroups = groups.every((group, at) => (at === 0 ? /^-?\d{1,3}$/ : /^\d{3}$/).test(group));
  return groups.length > 1 && areGroups ? [groups.join(''), ...rest].join(decimalSign) : text;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function localDecimalSign(): string {
  return new Intl.NumberFormat().formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
}

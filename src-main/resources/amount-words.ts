const numbers = new Intl.NumberFormat('en-GB');
const fewDigits = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `1 file`, `2,000 files`. */
export function counted(amount: number, one: string, many = `${one}s`): string {
  return `${numbers.format(amount)} ${amount === 1 ? one : many}`;
}

/** Decimal units, as file managers and disk makers use them: `1.2 GB`. */
export function sizeWords(bytes: number): string {
  let unit = 0;
  let amount = Math.max(0, bytes);
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  return `${amount >= 10 || unit === 0 ? numbers.format(Math.round(amount)) : fewDigits.format(amount)} ${UNITS[unit] ?? ''}`;
}

export function percentWords(share: number): string {
  return `${fewDigits.format(share * 100)} %`;
}

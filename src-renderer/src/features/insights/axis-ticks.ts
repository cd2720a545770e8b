interface Tick {
  /** Which column it names. */
  readonly at: number;
  /** The first and the last one stay within the chart. */
  readonly align: 'start' | 'middle' | 'end';
}

/** Which of so many columns are named where there is room for so many names: the first, the last, and some evenly between. */
export function axisTicks(columns: number, most: number): readonly Tick[] {
  if (columns <= most) return Array.from({ length: columns }, (_, at) => ({ at, align: 'middle' }));
  const names = Math.max(2, most);
  return Array.from({ length: names }, (_, name) => ({
    at: Math.round((name * (columns - 1)) / (names - 1)),
    align: name === 0 ? 'start' : name === names - 1 ? 'end' : 'middle',
  }));
}

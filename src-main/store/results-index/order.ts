/**
 * The rows in ascending or descending order of their ranks, which count from 1; those with rank 0 have no value and come
 * last in either direction. Equal ones stay in the order of the rows. A counting sort: a million rows take some milliseconds.
 */
export function orderOfRanks(rankOfRow: Uint32Array, rankCount: number, descending: boolean): Uint32Array {
  const last = rankCount;
  const bucketOf = (rank: number) => (rank === 0 ? last : descending ? rankCount - rank : rank - 1);
  const starts = new Uint32Array(rankCount + 2);
  for (const rank of rankOfRow) {
    const next = bucketOf(rank) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let bucket = 1; bucket < starts.length; bucket++)
    starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  const order = new Uint32Array(rankOfRow.length);
  for (let row = 0; row < rankOfRow.length; row++) {
    const bucket = bucketOf(rankOfRow[row] ?? 0);
    const place = starts[bucket] ?? 0;
    order[place] = row;
    starts[bucket] = place + 1;
  }
  return order;
}

const DIGIT_BITS = 16;
const DIGIT_MASK = 0xffff;

/** The same by numbers, where NaN is no value: a radix sort over their bits. */
export function orderOfNumbers(numbers: Float64Array, rows: number, descending: boolean): Uint32Array {
  const order = new Uint32Array(rows);
  let present = 0;
  for (let row = 0; row < rows; row++) if (!Number.isNaN(numbers[row] ?? Number.NaN)) order[present++] = row;
  let absent = present;
  for (let row = 0; row < rows; row++) if (Number.isNaN(numbers[row] ?? Number.NaN)) order[absent++] = row;
  const { low, high } = sortableBits(numbers, descending);
  let sorted = order.subarray(0, present);
  let other = new Uint32Array(present);
  for (const [half, shift] of [
    [low, 0],
    [low, DIGIT_BITS],
    [high, 0],
    [high, DIGIT_BITS],
  ] as const) {
    if (sortByDigit(sorted, other, half, shift)) [sorted, other] = [other, sorted];
  }
  order.set(sorted);
  return order;
}

/** Bits that are in the order of the numbers when they are compared as whole numbers without a sign. */
function sortableBits(numbers: Float64Array, descending: boolean): { low: Uint32Array; high: Uint32Array } {
  const halves = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2); // the lower half comes first
  const low = new Uint32Array(numbers.length);
  const high = new Uint32Array(numbers.length);
  const direction = descending ? -1 : 0;
  for (let row = 0; row < numbers.length; row++) {
    const upper = halves[2 * row + 1] ?? 0;
    const negative = upper >>> 31 === 1;
    low[row] = (halves[2 * row] ?? 0) ^ (negative ? -1 : 0) ^ direction;
    high[row] = upper ^ (negative ? -1 : 0x80000000) ^ direction;
  }
  return { low, high };
}

/** False where all have the same digit, so that nothing was moved. */
function sortByDigit(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number): boolean {
  const starts = new Uint32Array(DIGIT_MASK + 2);
  for (const row of from) {
    const next = (((keys[row] ?? 0) >>> shift) & DIGIT_MASK) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  if (starts.includes(from.length)) return false;
  for (let digit = 1; digit < starts.length; digit++) starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
  for (const row of from) {
    const digit = ((keys[row] ?? 0) >>> shift) & DIGIT_MASK;
    const place = starts[digit] ?? 0;
    to[place] = row;
    starts[digit] = place + 1;
  }
  return true;
}

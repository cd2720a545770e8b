/** The least and the most of numbers, which is infinite the wrong way round without any. */
export function extent(numbers: Float64Array): [least: number, most: number] {
  let least = Infinity;
  let most = -Infinity;
  for (const value of numbers) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

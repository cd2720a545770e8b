/** `46.5583 N, 8.5614 E` of degrees in which south and west are negative: four digits are about ten metres. */
export function coordinates(latitude: number, longitude: number, digits = 4): string {
  return `${degrees(latitude, 'N', 'S', digits)}, ${degrees(longitude, 'E', 'W', digits)}`;
}

function degrees(value: number, positive: string, negative: string, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${text} ${value < 0 && Number(text) !== 0 ? negative : positive}`;
}

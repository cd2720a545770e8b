/** To the minute, in this computer's own time, such as `2026-01-31 12:00`. */
export function localTime(time: string | number): string {
  return new Date(time).toLocaleString('sv-SE').slice(0, 16);
}

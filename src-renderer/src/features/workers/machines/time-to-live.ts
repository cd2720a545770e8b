/** What is left until something expires, to the second: `9:41`, `2 h 5 min`. */
export function timeToLive(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  if (seconds >= 3_600) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toString().padStart(2, '0')} min`;
}

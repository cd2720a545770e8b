/** Text as it is compared and searched: without regard to case, and the same in every country's settings. */
export function folded(text: string): string {
  return text.toLowerCase();
}

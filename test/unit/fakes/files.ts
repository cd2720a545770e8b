import type { Reading } from './simulated-workers.ts';

/** `0000.jpg`, `0001.jpg`, … */
export function namesUpTo(count: number, extension = 'jpg'): string[] {
  return Array.from({ length: count }, (_, index) => `${String(index).padStart(4, '0')}.${extension}`);
}

export const quick = (): Reading => ({ ms: 5, end: 'ok' });

import { z } from 'zod';

/**
 * A list whose length is looked at first: of one that is too long from outside, each element that is not of its form would
 * cost more than the list itself.
 */
export function listOf<T extends z.ZodType>(element: T, max: number, min = 0) {
  return z.array(z.unknown()).min(min).max(max).pipe(z.array(element));
}

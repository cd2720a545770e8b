import type { Questions } from './questions.ts';

/** Between the owner of the store and its read thread; both are of one build, so that nothing is checked. */
export type ToReader =
  | { readonly kind: 'ask'; readonly id: number; readonly name: keyof Questions; readonly args: readonly unknown[] }
  | { readonly kind: 'close' };

export type FromReader =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };

import type { ComponentType } from 'react';
interface Shown {
  readonly jobId: number;
  readonly itemIds: readonly number[];
  readonly focusedItemId: number | undefined;
}
export function ResultsScreen(_props: { readonly inspector: ComponentType<Shown> }) {
  return <h1>Results</h1>;
}

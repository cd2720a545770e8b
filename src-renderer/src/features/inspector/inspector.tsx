export interface InspectorProps {
  readonly jobId: number;
  readonly itemIds: readonly number[];
  readonly focusedItemId: number | undefined;
}
export function Inspector(_props: InspectorProps) {
  return null;
}

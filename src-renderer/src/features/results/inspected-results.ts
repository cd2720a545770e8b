/** What the panel beside the table is to show. */
export interface InspectedResults {
  readonly jobId: number;
  readonly itemIds: readonly number[];
  readonly focusedItemId: number | undefined;
}

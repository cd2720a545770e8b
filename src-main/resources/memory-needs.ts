/** A runtime’s own process before it has read much. */
export const RUNTIME_BYTES = 80e6;
/** ExifTool with the modules that a mixed collection makes it load. */
export const SLOT_BYTES = 80e6;

/** Below so much free memory a computer begins to page, and everything on it becomes slow. */
export function memoryReserveBytes(totalBytes: number): number {
  return Math.min(1e9, Math.max(64e6, totalBytes / 20));
}

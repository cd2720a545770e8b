import { bytes } from '../../src-protocol/model/words.ts';

/** As a person has set them. */
export interface DiskLimits {
  readonly pauseBelowBytes: number;
  readonly resumeAboveBytes: number;
}

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** On a small disk the usual limits would never be met: there they are these shares of it. */
const PAUSE_SHARE_MAX = 0.1;
const RESUME_SHARE_MAX = 0.2;

/** The limits for a disk of this size; it is never resumed below what it is paused at. */
export function limitsFor({ pauseBelowBytes, resumeAboveBytes }: DiskLimits, totalBytes: number): DiskLimits {
  const pause = Math.min(pauseBelowBytes, totalBytes * PAUSE_SHARE_MAX);
  return {
    pauseBelowBytes: pause,
    resumeAboveBytes: Math.max(pause, Math.min(resumeAboveBytes, totalBytes * RESUME_SHARE_MAX)),
  };
}

/** Whether jobs are to wait: from below the one limit on until above the other, so that they do not start for a moment. */
export function isHeld(wasHeld: boolean, { freeBytes, totalBytes }: DiskSpace, limits: DiskLimits): boolean {
  const { pauseBelowBytes, resumeAboveBytes } = limitsFor(limits, totalBytes);
  return wasHeld ? freeBytes < resumeAboveBytes : freeBytes < pauseBelowBytes;
}

export function holdReason(folder: string, { freeBytes, totalBytes }: DiskSpace, limits: DiskLimits): string {
  const until = bytes(limitsFor(limits, totalBytes).resumeAboveBytes);
  return `The disk of ${folder} has ${bytes(freeBytes)} free; jobs wait until ${until} is free.`;
}

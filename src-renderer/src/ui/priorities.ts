import type { Priority } from '../../../src-protocol/model/job.ts';

/** In the order in which they are worked on. */
export const PRIORITIES = ['critical', 'high', 'normal', 'low'] as const satisfies readonly Priority[];

export const PRIORITY_TITLES: Readonly<Record<Priority, string>> = {
  critical: 'Critical',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
};

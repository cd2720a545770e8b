import type { z } from 'zod';
import type { JobSummary as JobSummaryView } from '../../../src-protocol/contract/jobs.ts';
import { FAULT_TITLES } from '../../../src-protocol/model/fault.ts';
import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import type { JobSummary } from '../../store/job-summary.ts';

export function summaryView({ failures, slowest, savedMs }: JobSummary): z.infer<typeof JobSummaryView> {
  return {
    failures: failures.map((group) => ({ ...group, title: FAULT_TITLES[group.code] })),
    slowest: slowest.map((file) => ({ ...file, path: displayPath(file.path) })),
    savedMs,
  };
}

import type { z } from 'zod';
import type { Series } from '../../../../src-protocol/contract/system.ts';
import type { Speed } from '../../state/jobs.ts';

type Points = z.infer<typeof Series>['points'];

/** Two series as one: what was noted of both at the same time. */
export function speedsOf(files: Points, bytes: Points): readonly Speed[] {
  const bytesAt = new Map(bytes.map(({ at, value }) => [at, value]));
  return files.flatMap(({ at, value }) => {
    const bytesPerS = bytesAt.get(at);
    return bytesPerS === undefined ? [] : [{ atMs: Date.parse(at), filesPerS: value, bytesPerS }];
  });
}

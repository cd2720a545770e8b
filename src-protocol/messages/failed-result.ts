import type { Fault } from '../model/fault.ts';
import type { ItemResult } from './item-result.ts';

/** The result of a file that no runtime reports on. */
export function resultWithoutTags(itemId: number, fault: Fault | undefined): ItemResult {
  return {
    itemId,
    outcome: 'failed',
    ...(fault === undefined ? {} : { fault }),
    changedSinceCrawl: false,
    coreJson: '{}',
    tagNames: '',
    tagValues: '',
    modulesJson: '{}',
    durationMs: 0,
  };
}

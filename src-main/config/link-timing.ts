import type { Settings } from '../../src-protocol/contract/settings.ts';

type MachineSettings = Pick<Settings['machines'], 'heartbeatS' | 'suspectedS' | 'lostS' | 'graceS'>;

/** The settings of links in milliseconds. Whatever they say, one sign of life that is missed makes no link suspected. */
export function linkTiming({ heartbeatS, suspectedS, lostS, graceS }: MachineSettings) {
  const leastSuspectedS = Math.max(suspectedS, heartbeatS * 2);
  return {
    heartbeatMs: heartbeatS * 1_000,
    suspectedMs: leastSuspectedS * 1_000,
    lostMs: Math.max(lostS, leastSuspectedS) * 1_000,
    graceMs: graceS * 1_000,
  };
}

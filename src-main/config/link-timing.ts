import type { Settings } from '../../src-protocol/contract/settings.ts';

type MachineSettings = Pick<Settings['machines'], 'heartbeatS' | 'suspectedS' | 'lostS' | 'graceS'>;

/** The settings of links in milliseconds. */
export function linkTiming({ heartbeatS, suspectedS, lostS, graceS }: MachineSettings) {
  return {
    heartbeatMs: heartbeatS * 1_000,
    suspectedMs: suspectedS * 1_000,
    lostMs: lostS * 1_000,
    graceMs: graceS * 1_000,
  };
}

import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import type { Tone } from '../../ui/badge.tsx';

type State = WorkerView['state'];

export const STATE_WORDS: Readonly<Record<State, { readonly text: string; readonly tone: Tone }>> = {
  starting: { text: 'Starting', tone: 'neutral' },
  idle: { text: 'Idle', tone: 'neutral' },
  busy: { text: 'Working', tone: 'accent' },
  paused: { text: 'Paused', tone: 'warn' },
  draining: { text: 'Draining', tone: 'warn' },
  'set-aside': { text: 'Set aside', tone: 'bad' },
};

/** A message of a worker as a sentence. */
export function asSentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?]$/.test(text) ? text : `${text}.`;
}

const EXTRACTORS: Readonly<Record<string, string>> = { exiftool: 'ExifTool', 'content-hash': 'Content hash' };

/** `ExifTool 13.59`: what stands behind a sign in the version is of our own counting. */
export function extractorName({ id, version }: WorkerView['extractors'][number]): string {
  return `${EXTRACTORS[id] ?? id} ${version.replace(/\+.*$/, '')}`;
}

export interface Scale {
  readonly minRuntimes: number;
  readonly maxRuntimes: number;
}

/** A scale with one bound changed; the other one gives way where they would cross. */
export function withBound(scale: Scale, change: Partial<Scale>): Scale {
  const { minRuntimes, maxRuntimes } = { ...scale, ...change };
  return change.maxRuntimes === undefined
    ? { minRuntimes, maxRuntimes: Math.max(minRuntimes, maxRuntimes) }
    : { minRuntimes: Math.min(minRuntimes, maxRuntimes), maxRuntimes };
}

import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Profile } from '../../../src-protocol/model/extraction.ts';
import type { CacheMode, Priority } from '../../../src-protocol/model/job.ts';
import type { WorkerChoice } from '../../../src-protocol/model/worker-choice.ts';
import { type Preferences, usePreferences } from './preferences.ts';

/** How the files that are added are to be read. */
export interface JobOptions {
  readonly name: string;
  readonly profile: Profile;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly priority: Priority;
  readonly hidden: boolean;
  readonly followSymlinks: boolean;
  readonly sha256: boolean;
  readonly timeoutS: number;
  readonly retries: number;
  readonly cache: CacheMode;
  readonly watch: boolean;
  /** A choice of nothing means all. */
  readonly workers: WorkerChoice;
}

interface Intake {
  /** Absolute paths and patterns that are to become a job. */
  readonly sources: readonly string[];
  /** Sources that the server refuses, and why. They stay in view, and no job gets them. */
  readonly refused: ReadonlyMap<string, string>;
  /** What was chosen otherwise than in the preferences. */
  readonly chosen: Partial<JobOptions>;
}

const NOTHING: Intake = { sources: [], refused: new Map(), chosen: {} };

export const useIntake = create<Intake>(() => NOTHING);

/** One that was refused before is tried again. */
export function addSources(paths: readonly string[]): void {
  useIntake.setState(({ sources, refused }) => ({
    sources: [...new Set([...sources, ...paths])],
    refused: refused.size === 0 ? refused : withoutAny(refused, paths),
  }));
}

function withoutAny<Value>(map: ReadonlyMap<string, Value>, keys: readonly string[]): ReadonlyMap<string, Value> {
  const left = new Map(map);
  for (const key of keys) left.delete(key);
  return left;
}

export function removeSource(path: string): void {
  useIntake.setState(({ sources }) => ({ sources: sources.filter((source) => source !== path) }));
}

export function setSources(sources: readonly string[]): void {
  useIntake.setState({ sources });
}

export function refuseSources(reasons: ReadonlyMap<string, string>): void {
  useIntake.setState(({ refused }) => ({ refused: new Map([...refused, ...reasons]) }));
}

export function chooseOptions(change: Partial<JobOptions>): void {
  useIntake.setState(({ chosen }) => ({ chosen: { ...chosen, ...change } }));
}

export function clearIntake(): void {
  useIntake.setState(NOTHING);
}

/** The sources that a job would get. */
export function acceptedSources({ sources, refused }: Pick<Intake, 'sources' | 'refused'>): readonly string[] {
  return refused.size === 0 ? sources : sources.filter((source) => !refused.has(source));
}

/** What the next job is read with: the preferences, and what was chosen on top of them. */
export function useJobOptions(): JobOptions {
  const chosen = useIntake((intake) => intake.chosen);
  const preferred = usePreferences(useShallow(({ profile, include, exclude }) => ({ profile, include, exclude })));
  return { ...optionsOf(preferred), ...chosen };
}

export function jobOptions(): JobOptions {
  return { ...optionsOf(usePreferences.getState()), ...useIntake.getState().chosen };
}

function optionsOf({ profile, include, exclude }: Pick<Preferences, 'profile' | 'include' | 'exclude'>): JobOptions {
  return {
    name: '',
    profile,
    include,
    exclude,
    priority: 'normal',
    hidden: true,
    followSymlinks: false,
    sha256: false,
    timeoutS: 60,
    retries: 2,
    cache: 'use',
    watch: false,
    workers: { names: [], labels: [] },
  };
}

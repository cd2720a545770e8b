import { create } from 'zustand';

/** What a browser gave instead of a path: files to be uploaded, with the place that each has in what was dropped. */
export interface LocalFile {
  readonly relativePath: string;
  readonly file: File;
}

interface Intake {
  /** Absolute paths and patterns that are to become a job. */
  readonly sources: readonly string[];
  /** Files of this computer, where the server is another one. */
  readonly uploads: readonly LocalFile[];
}

export const useIntake = create<Intake>(() => ({ sources: [], uploads: [] }));

export function addSources(paths: readonly string[]): void {
  useIntake.setState(({ sources }) => ({ sources: [...new Set([...sources, ...paths])] }));
}

export function removeSource(path: string): void {
  useIntake.setState(({ sources }) => ({ sources: sources.filter((source) => source !== path) }));
}

export function addUploads(files: readonly LocalFile[]): void {
  useIntake.setState(({ uploads }) => ({ uploads: [...uploads, ...files] }));
}

export function clearIntake(): void {
  useIntake.setState({ sources: [], uploads: [] });
}

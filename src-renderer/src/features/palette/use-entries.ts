import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useColumnCoverage } from '../../state/column-coverage.ts';
import { api } from '../../state/connection.ts';
import { useCurrentJob } from '../../state/current-job.ts';
import { type Job, newestFirst, useJobs } from '../../state/jobs.ts';
import { usePreferences } from '../../state/preferences.ts';
import type { Command } from '../../ui/command.ts';
import { useDebounced } from '../../ui/use-debounced.ts';
import {
  commandEntries,
  type EntryGroup,
  fileEntries,
  type FoundFile,
  jobEntries,
  searchEntries,
  settingsEntries,
  tagEntries,
} from './entries.ts';

const LATER_MS = 120;
const FILES_MAX = 8;

/**
 * What can be chosen for what was typed. Tags and files come a moment later, below what is there at once: a key must not
 * wait for them, and what Enter would run must not change under the finger.
 */
export function useEntries(commands: readonly Command[], typed: string): readonly EntryGroup[] {
  const text = typed.trim();
  const atOnce = useEntriesAtOnce(commands, text);
  const later = useLaterEntries(text);
  return [...atOnce, ...(text === '' ? [] : later)].filter(({ entries }) => entries.length > 0);
}

function useEntriesAtOnce(commands: readonly Command[], text: string): readonly EntryGroup[] {
  const jobId = useCurrentJob(idOf);
  const jobs = useJobs((state) => state.jobs);
  const recent = usePreferences(({ recentCommands }) => recentCommands);
  const always = [commandEntries(commands, recent, text), jobEntries(newestFirst(jobs), text)];
  if (text === '') return always;
  return [...always, settingsEntries(text), ...(jobId === undefined ? [] : [searchEntries(jobId, text)])];
}

function useLaterEntries(text: string): readonly EntryGroup[] {
  const jobId = useCurrentJob(idOf);
  const settled = useDebounced(text, LATER_MS);
  const columns = useColumnCoverage(jobId).data?.columns ?? NO_COLUMNS;
  const files = useFiles(jobId, settled);
  return useMemo(
    () =>
      jobId === undefined || settled === ''
        ? []
        : [fileEntries(jobId, files, settled), tagEntries(jobId, columns, settled)],
    [jobId, columns, files, settled],
  );
}

function idOf(job: Job | undefined): number | undefined {
  return job?.id;
}

const NO_COLUMNS: never[] = [];
const NO_FILES: readonly FoundFile[] = [];

function useFiles(jobId: number | undefined, search: string): readonly FoundFile[] {
  const { data } = useQuery({
    queryKey: ['results', jobId, 'palette', search],
    queryFn: async ({ signal }) => {
      const columns = ['name', 'relativePath'];
      const request = { id: jobId ?? 0, columns, filter: { search }, limit: FILES_MAX };
      const { rows } = await api().results.page(request, { signal });
      return rows.map(({ itemId, cells: [name, path] }) => ({ itemId, name: String(name), path: String(path) }));
    },
    enabled: jobId !== undefined && search !== '',
    placeholderData: keepPreviousData,
  });
  return data ?? NO_FILES;
}

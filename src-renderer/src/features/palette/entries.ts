import { ListTodo, type LucideIcon, Search, Settings, SquarePlus, Tag } from 'lucide-react';
import type { z } from 'zod';
import type { ColumnCoverage } from '../../../../src-protocol/contract/results.ts';
import { counted } from '../../../../src-protocol/model/words.ts';
import { type Job, jobTitle } from '../../state/jobs.ts';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { addColumn, addCondition, showOnly } from '../../state/results-view.ts';
import { go } from '../../state/route.ts';
import { select } from '../../state/selection.ts';
import { SETTINGS_SECTIONS, showSettings } from '../../state/settings-section.ts';
import { columnTitle } from '../../ui/columns.ts';
import type { Command } from '../../ui/command.ts';
import { ranked } from './rank.ts';

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly icon?: LucideIcon;
  readonly note?: string;
  readonly shortcut?: string;
  readonly run: () => void;
}

export interface EntryGroup {
  readonly title: string;
  readonly entries: readonly Entry[];
}

export interface FoundFile {
  readonly itemId: number;
  readonly name: string;
  /** Relative to the source that it came from. */
  readonly path: string;
}

const COMMANDS_MAX = 8;
const SETTINGS_MAX = 4;
const JOBS_MAX = 5;
const TAGS_MAX = 4;
const RECENT_MAX = 5;

/** Commands that answer what was typed; without anything typed the ones chosen last come first. */
export function commandEntries(commands: readonly Command[], recent: readonly string[], typed: string): EntryGroup {
  const offered = commands.filter(({ id }) => id !== 'search'); // this is it
  const isEmpty = typed.trim() === '';
  const last = recent.flatMap((id) => offered.find((command) => command.id === id) ?? []);
  const inOrder = isEmpty ? [...new Set([...last, ...offered])] : offered;
  return {
    title: 'Commands',
    entries: ranked(inOrder, ({ title }) => title, typed, isEmpty ? inOrder.length : COMMANDS_MAX).map((command) => ({
      ...command,
      id: `command ${command.id}`,
      run: () => {
        noteRecent(command.id);
        command.run();
      },
    })),
  };
}

function noteRecent(id: string): void {
  const { recentCommands } = usePreferences.getState();
  prefer({ recentCommands: [...new Set([id, ...recentCommands])].slice(0, RECENT_MAX) });
}

export function jobEntries(jobs: readonly Job[], typed: string): EntryGroup {
  return {
    title: 'Jobs',
    entries: ranked(jobs, (job) => `${jobTitle(job)} job ${job.id}`, typed, JOBS_MAX).map((job) => ({
      id: `job ${job.id}`,
      title: jobTitle(job),
      icon: ListTodo,
      note: counted(job.counts.found, 'file'),
      run: () => {
        go('jobs', job.id);
      },
    })),
  };
}

export function settingsEntries(typed: string): EntryGroup {
  const found = ranked(SETTINGS_SECTIONS, ({ title }) => `${title} settings`, typed, SETTINGS_MAX);
  return {
    title: 'Settings',
    entries: found.map(({ id, title }) => ({
      id: `settings ${id}`,
      title,
      icon: Settings,
      run: () => {
        showSettings(id);
      },
    })),
  };
}

export function searchEntries(jobId: number, typed: string): EntryGroup {
  return {
    title: 'Results',
    entries: [
      {
        id: 'search-results',
        title: `Search for “${typed.trim()}” in results`,
        icon: Search,
        run: () => {
          showOnly([], typed.trim());
          go('results', jobId);
        },
      },
    ],
  };
}

export function fileEntries(jobId: number, files: readonly FoundFile[], typed: string): EntryGroup {
  return {
    title: 'Files',
    entries: files.map(({ itemId, name, path }) => ({
      id: `file ${itemId}`,
      title: name,
      note: path.slice(0, -name.length - 1),
      run: () => {
        showOnly([], typed.trim());
        select(jobId, [itemId]);
        prefer({ inspectorOpen: true });
        go('results', jobId);
      },
    })),
  };
}

export function tagEntries(
  jobId: number,
  columns: readonly z.infer<typeof ColumnCoverage>[],
  typed: string,
): EntryGroup {
  const found = ranked(columns, ({ column }) => `${columnTitle(column)} ${column}`, typed, TAGS_MAX);
  return {
    title: 'Tags',
    entries: found.flatMap(({ column, files }) => [
      {
        id: `with ${column}`,
        title: `Files with ${columnTitle(column)}`,
        icon: Tag,
        note: counted(files, 'file'),
        run: () => {
          addCondition({ column, test: 'present' });
          go('results', jobId);
        },
      },
      {
        id: `column ${column}`,
        title: `Add the column ${columnTitle(column)}`,
        icon: SquarePlus,
        run: () => {
          addColumn(column);
          go('results', jobId);
        },
      },
    ]),
  };
}

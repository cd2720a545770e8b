import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Profile } from '../../../src-protocol/model/extraction.ts';
import type { DesktopTheme } from '../../../src-protocol/desktop/desktop-bridge.ts';
import type { ExportFormat } from './exports.ts';

/** What a person likes in this window or browser; the coordinator's own settings are in the contract. */
export interface Preferences {
  readonly theme: DesktopTheme;
  /** Whether a drop starts a job at once. */
  readonly startOnDrop: boolean;
  readonly profile: Profile;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Newest first. */
  readonly recentSources: readonly string[];
  readonly facetsOpen: boolean;
  readonly inspectorOpen: boolean;
  /** Columns whose counts are folded away. */
  readonly closedFacets: readonly string[];
  readonly facetsWidth: number;
  readonly inspectorWidth: number;
  /** First-run hints that were put away. */
  readonly hintsSeen: readonly string[];
  /** How results were exported the last time. */
  readonly exportFormat: ExportFormat;
  readonly exportColumns: 'view' | 'core' | 'all';
  readonly exportForExcel: boolean;
  /** Ids of the commands that were chosen in the palette, newest first. */
  readonly recentCommands: readonly string[];
}

const DEFAULTS: Preferences = {
  theme: 'system',
  startOnDrop: false,
  profile: 'complete',
  include: [],
  exclude: ['**/.git', '**/@eaDir', '**/node_modules', '**/.DS_Store', '**/Thumbs.db'],
  recentSources: [],
  facetsOpen: true,
  inspectorOpen: true,
  closedFacets: [],
  facetsWidth: 190,
  inspectorWidth: 318,
  hintsSeen: [],
  exportFormat: 'csv',
  exportColumns: 'view',
  exportForExcel: false,
  recentCommands: [],
};

const RECENT_SOURCES_MAX = 12;

export const usePreferences = create<Preferences>()(
  persist(() => DEFAULTS, { name: 'metaextract.preferences', version: 1 }),
);

export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change);
}

export function noteRecentSources(sources: readonly string[]): void {
  const { recentSources } = usePreferences.getState();
  prefer({
    recentSources: [...new Set([...sources.slice(0, RECENT_SOURCES_MAX), ...recentSources])].slice(
      0,
      RECENT_SOURCES_MAX,
    ),
  });
}

export function resetPreferences(): void {
  usePreferences.setState(DEFAULTS);
}

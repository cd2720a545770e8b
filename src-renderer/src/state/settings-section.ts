import { create } from 'zustand';
import { go } from './route.ts';

/** The parts of the Settings screen, in its order. */
export const SETTINGS_SECTIONS = [
  { id: 'appearance', title: 'Appearance' },
  { id: 'adding', title: 'Adding files' },
  { id: 'workers', title: 'Workers' },
  { id: 'machines', title: 'Other computers' },
  { id: 'cache', title: 'Cache' },
  { id: 'alerts', title: 'Alerts' },
  { id: 'disk', title: 'Disk' },
  { id: 'backups', title: 'Backups' },
  { id: 'queue', title: 'Queue' },
  { id: 'watch', title: 'Watched folders' },
  { id: 'tokens', title: 'Access tokens' },
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]['id'];

export const useSettingsSection = create<{ readonly section: SettingsSection }>(() => ({ section: 'appearance' }));

export function showSettings(section: SettingsSection): void {
  useSettingsSection.setState({ section });
  go('settings');
}

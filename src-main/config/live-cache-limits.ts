import type { CacheLimits } from '../coordinator/ports.ts';
import type { SettingsFile } from './settings-file.ts';

export const DAY_MS = 86_400_000;

/** As the settings have them whenever they are read. */
export function liveCacheLimits(settings: SettingsFile): CacheLimits {
  return {
    get ttlMs() {
      return settings.get().cache.maxAgeDays * DAY_MS;
    },
    get maxBytes() {
      return settings.get().cache.maxBytes;
    },
  };
}

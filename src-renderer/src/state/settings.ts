import { useQuery } from '@tanstack/react-query';
import type { Settings, SettingsChange } from '../../../src-protocol/contract/settings.ts';
import { api } from './connection.ts';
import { queries } from './queries.ts';
import { setCache } from './system.ts';
import { notify, notifyFault } from './toasts.ts';

const KEY = ['settings'];

/** The coordinator's settings. */
export function useSettings() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api().settings.get({}, { signal }) });
}

/** The coordinator's settings as they are now, whoever has changed them meanwhile. */
export async function readSettings(): Promise<Settings> {
  const settings = await api().settings.get({});
  queries.setQueryData(KEY, settings);
  return settings;
}

/** Changes settings and says so as `said`, with `before` to be had again. Whether it was done. */
export async function changeSettings(change: SettingsChange, said: string, before?: SettingsChange): Promise<boolean> {
  try {
    queries.setQueryData(KEY, await api().settings.change(change));
  } catch (error) {
    notifyFault('The setting could not be changed', error);
    return false;
  }
  // tells its limits, too, and comes by itself only once something is read
  if (change.cache !== undefined)
    api()
      .cache.statistics()
      .then(setCache, () => undefined);
  notify(
    said,
    before && {
      text: 'Undo',
      run: () => void changeSettings(before, 'It is as it was before.'),
    },
  );
  return true;
}

import { useQuery } from '@tanstack/react-query';
import type { SettingsChange } from '../../../../src-protocol/contract/settings.ts';
import { api } from '../../state/connection.ts';
import { queries } from '../../state/queries.ts';
import { setCache } from '../../state/system.ts';
import { notify, notifyFault } from '../../state/toasts.ts';

const KEY = ['settings'];

/** The coordinator's settings. */
export function useSettings() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api().settings.get({}, { signal }) });
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

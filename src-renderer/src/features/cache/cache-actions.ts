import { counted } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { queries } from '../../state/queries.ts';
import { setCache } from '../../state/system.ts';
import { notify, notifyFault } from '../../state/toasts.ts';

/** Forgets what is too old or over the limit, and says how much that was. */
export async function pruneCache(): Promise<void> {
  try {
    const { evicted } = await api().cache.prune({});
    notify(
      evicted === 0
        ? 'Nothing had to be forgotten: all is within the limits'
        : `${counted(evicted, 'entry', 'entries')} forgotten`,
    );
    await lookAgain();
  } catch (error) {
    notifyFault('The cache could not be pruned', error);
  }
}

export async function clearCache(): Promise<void> {
  try {
    const { evicted } = await api().cache.clear();
    notify(`The cache is empty: ${counted(evicted, 'entry', 'entries')} forgotten`);
    await lookAgain();
  } catch (error) {
    notifyFault('The cache could not be cleared', error);
  }
}

/** Statistics come by themselves only when something is read. */
async function lookAgain(): Promise<void> {
  setCache(await api().cache.statistics());
  await queries.invalidateQueries({ queryKey: ['cache'] });
}

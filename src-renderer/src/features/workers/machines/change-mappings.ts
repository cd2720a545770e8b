import type { PathMapping } from '../../../../../src-protocol/model/path-mapping.ts';
import { changeSettings, readSettings } from '../../../state/settings.ts';
import { notifyFault } from '../../../state/toasts.ts';

/** Changes the mappings as they are now, and says so as `said`. Whether it was done. */
export async function changeMappings(
  change: (mappings: readonly PathMapping[]) => readonly PathMapping[],
  said: string,
): Promise<boolean> {
  try {
    const { mappings } = (await readSettings()).machines; // somebody else may have changed them meanwhile
    return await changeSettings({ machines: { mappings: [...change(mappings)] } }, said, { machines: { mappings } });
  } catch (error) {
    notifyFault('The mappings could not be changed', error);
    return false;
  }
}

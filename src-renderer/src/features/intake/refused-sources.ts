import { isNotAllowed, reasonOf } from '../../bridge/connection.ts';
import { api } from '../../state/connection.ts';

const LOOKED_AT = 200;

/** Those of the sources that the server may not read, with the reason; a refusal alone does not say which. */
export async function refusedSources(
  sources: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  for (const path of sources.slice(0, LOOKED_AT)) {
    try {
      await api().data.browse({ path }, { signal });
    } catch (error) {
      if (isNotAllowed(error)) refused.set(path, `${reasonOf(error)} Choose another one, or remove it.`);
    }
    if (signal.aborted) break;
  }
  return refused;
}

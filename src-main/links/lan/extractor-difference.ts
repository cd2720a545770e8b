import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';

interface Installed {
  /** What it is called in a sentence. */
  readonly name: string;
  readonly program: string;
  readonly extractors: readonly ExtractorDescription[];
}

/**
 * Why the records of a machine would not be those of this computer, with both versions and which side is to be updated;
 * undefined where its extractors are the same.
 */
export function extractorDifference(here: Installed, there: Installed): string | undefined {
  const ids = new Set([...here.extractors, ...there.extractors].map(({ id }) => id));
  for (const id of ids) {
    const [own, other] = [here, there].map(({ extractors }) => extractors.find((each) => each.id === id)?.version);
    if (own === other) continue;
    const versions = `${there.name} has ${versionOf(id, other)} (MetaExtract ${there.program}), ${here.name} ${versionOf(id, own)} (MetaExtract ${here.program})`;
    const order = compareVersions(own ?? '', other ?? '') || compareVersions(here.program, there.program);
    return `${versions}: the results would differ. Update ${order < 0 ? here.name : there.name}.`;
  }
  return undefined;
}

function versionOf(id: string, version: string | undefined): string {
  return version === undefined ? `no ${id}` : `${id} ${version}`;
}

/** Number by number: 13.9 is older than 13.59. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => (version.match(/\d+/g) ?? []).map(Number));
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const difference = (left?.[at] ?? -1) - (right?.[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

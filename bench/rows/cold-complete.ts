import type { Row } from '../bench.ts';
import { compareCold } from '../cold-rounds.ts';
import { OUTPUT_OPTIONS } from '../rivals/exiftool-split.ts';

const AT_LEAST = 1;

export const coldComplete: Row = {
  id: 'cold-complete',
  method:
    'Wall time of the whole command with a new data folder, `metaextract extract DIR --data-dir NEW -o out.jsonl`, against ' +
    `\`exiftool ${OUTPUT_OPTIONS.join(' ')} -@ LIST\` of the same package: the list dealt out to one process per core, all at the same time, until the last ends.`,
  measure: async (bench) => {
    const comparison = await compareCold(bench, 'complete', 'exiftool', AT_LEAST);
    return [{ what: 'Cold, complete, against exiftool on all cores', target: '≥ 1.0 ×', ...comparison }];
  },
};

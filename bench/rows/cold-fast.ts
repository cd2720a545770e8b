import type { Row } from '../bench.ts';
import { compareCold } from '../cold-rounds.ts';

const AT_LEAST = 1.4;

export const coldFast: Row = {
  id: 'cold-fast',
  method: 'The same with `--profile fast`, against the same runs of exiftool.',
  measure: async (bench) => {
    const comparison = await compareCold(bench, 'fast', 'exiftool', AT_LEAST);
    return [{ what: 'Cold, fast, against the same exiftool runs', target: '≥ 1.4 ×', ...comparison }];
  },
};

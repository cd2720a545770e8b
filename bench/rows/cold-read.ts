import type { Row } from '../bench.ts';
import { compareCold } from '../cold-rounds.ts';

const AT_LEAST = 3.5;

export const coldRead: Row = {
  id: 'cold-read',
  method:
    'The same runs of ours against a script that calls exiftool-vendored’s `read()` for every file, with its default options, one ExifTool process per core and always eight reads waiting for each (bench/rivals/vendored-read.ts).',
  measure: async (bench) => {
    const comparison = await compareCold(bench, 'complete', 'read', AT_LEAST);
    return [{ what: 'Cold, complete, against exiftool-vendored read()', target: '≥ 3.5 ×', ...comparison }];
  },
};

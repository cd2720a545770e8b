import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const MODULE = pathToFileURL(path.resolve('src-main/export/export-records.ts')).href;

/** Without these the collector lets garbage pile up to its own limits, and one cannot tell it from what is held. */
const SMALL_HEAP = ['--max-semi-space-size=16', '--max-old-space-size=96'];

/** 200,000 records of 20 tags in 1,000 lists of names; the memory of the process at a tenth of them and at most after it. */
const SCRIPT = `
  import { exportRecords } from ${JSON.stringify(MODULE)};
  const [format, path] = process.argv.slice(1);
  const namesOf = (i) => Array.from({ length: 20 }, (_, t) => 'G' + (t % 5) + ':T' + t + (t === 19 ? 'x' + (i % 1000) : '')).join('\\n');
  let early = 0;
  let most = 0;
  function* records() {
    for (let i = 0; i < 200000; i++) {
      if (i === 20000) early = process.memoryUsage.rss();
      if (i > 20000 && i % 1000 === 0) most = Math.max(most, process.memoryUsage.rss());
      const values = Array.from({ length: 20 }, (_, t) => '"value ' + t + ' of ' + i + '"').join('\\n');
      yield { path: '/photos/' + i + '.jpg', relativePath: i + '.jpg', outcome: 'extracted', fromCache: false,
        coreJson: '{"make":"Canon"}', tags: { names: namesOf(i), values }, modulesJson: '{}' };
    }
  }
  function* nameLists() { for (let i = 0; i < 100; i++) yield namesOf(i); }
  const { records: written } = await exportRecords({ source: { records, nameLists }, format, columns: 'all', excel: false,
    target: { kind: 'file', path, replace: false } });
  console.log(JSON.stringify({ written, growthBytes: most - early }));`;

test.each(['csv', 'jsonl'])(
  'memory stays flat while 200,000 records go to %s',
  { timeout: 120_000 },
  async (format) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'metaextract-export-'));
    try {
      const target = path.join(folder, 'out');
      const { stdout } = await run(process.execPath, [
        ...SMALL_HEAP,
        '--input-type=module',
        '-e',
        SCRIPT,
        format,
        target,
      ]);
      const { written, growthBytes } = JSON.parse(stdout) as { written: number; growthBytes: number };
      expect(written).toBe(200_000);
      // the text alone is 100 MB and more
      expect(growthBytes).toBeLessThan(40e6);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChild } from '../../src-worker/supervisor/launch-child.ts';
import { temporaryFolders } from '../process/support/run-cli.ts';
import { electron, root, sandboxArguments } from './support/desktop-app.ts';
import { CHANNEL_OF, LAUNCHER_CASES, observeCases } from './support/launcher-contract.ts';

const temporaryFolder = temporaryFolders();

/** An extractor whose results do not fit into any pipe. */
const VERBOSE = `export const createExtractor = () => ({
  id: 'verbose', version: '1', costClass: 'cpu', accepts: () => true, start: async () => {},
  async *extract({ files }) {
    for (const { itemId } of files) {
      const tags = { names: 'A:Long', values: JSON.stringify('x'.repeat(1_000_000)) };
      yield { itemId, found: 'metadata', tags, warnings: [], durationMs: 1 };
    }
  },
  [Symbol.asyncDispose]: async () => {},
});`;

describe('a runtime as a Node child process', () => {
  let observed: unknown[];
  let scripts = 0;

  beforeAll(async () => {
    const folder = await temporaryFolder('launch-child');
    observed = await observeCases((script) => {
      const file = join(folder, `child-${(scripts += 1)}.mjs`);
      writeFileSync(file, `${CHANNEL_OF.child}\n${script}`);
      return launchChild(file);
    });
  }, 30_000);

  for (const [at, { name, expected }] of LAUNCHER_CASES.entries())
    test(name, () => {
      expect(observed[at]).toEqual(expected);
    });
});

describe.skipIf(electron === undefined)('a runtime as an Electron utility process', () => {
  let observed: { readonly cases: readonly unknown[]; readonly drained: unknown };

  beforeAll(async () => {
    const folder = await temporaryFolder('launch-utility');
    const main = await bundle(folder);
    writeFileSync(join(folder, 'verbose.mjs'), VERBOSE);
    const child = spawn(electron ?? '', [...sandboxArguments, main], {
      env: {
        ...process.env,
        TEST_FOLDER: folder,
        TEST_RUNTIME: join(root, 'out', 'main', 'runtime-utility.js'),
        METAEXTRACT_EXTRACTORS: join(folder, 'verbose.mjs'),
      },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    observed = JSON.parse(readFileSync(join(folder, 'observed.json'), 'utf8')) as typeof observed;
  }, 60_000);

  for (const [at, { name, expected }] of LAUNCHER_CASES.entries())
    test(name, () => {
      expect(observed.cases[at]).toEqual(expected);
    });

  test('the real one that is told to end hands over all that it has found first, however much it is', () => {
    expect(observed.drained).toEqual(Array.from({ length: 4 }, () => ({ exit: 'it ended with code 0', results: 20 })));
  });
});

/** Electron runs no TypeScript. */
async function bundle(folder: string): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: {
      ssr: join(import.meta.dirname, 'support', 'launchers-in-electron.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { external: ['electron'], output: { entryFileNames: 'main.mjs', format: 'es' } },
    },
  });
  return join(folder, 'main.mjs');
}

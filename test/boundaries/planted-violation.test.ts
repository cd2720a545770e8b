import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const project = join(import.meta.dirname, '../..');
const cruiser = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const config = 'dependency-cruiser.config.mjs';

interface CruiseResult {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

function cruise(folder: string): CruiseResult {
  const worlds = ['src-protocol', 'src-link', 'src-main', 'src-worker', 'src-renderer'];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, '--config', config, '--output-type', 'json', ...worlds],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout) as CruiseResult;
}

function sentences({ summary }: CruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

describe('a planted violation is caught', () => {
  const planted = [
    ['electron-only-in-shell', 'src-main/coordinator/window.ts', "import { app } from 'electron';"],
    ['electron-only-in-shell', 'src-worker/runtime/typed.ts', "import type { App } from 'electron';"],
    ['coordinator-core', 'src-main/coordinator/jobs.ts', "import { store } from '../store/store.ts';"],
    ['coordinator-core', 'src-main/coordinator/types.ts', "import type { Store } from '../store/store.ts';"],
    ['store-sees-ports-and-protocol', 'src-main/store/scheduling.ts', "import { plan } from '../coordinator/plan.ts';"],
    ['intake-sees-ports-and-protocol', 'src-main/intake/look-up.ts', "import { store } from '../store/store.ts';"],
    [
      'links-sees-ports-and-protocol',
      'src-main/links/direct.ts',
      "import { run } from '../../src-worker/runtime/run.ts';",
    ],
    ['compose-alone-wires', 'src-main/shell/short-cut.ts', "import { store } from '../store/store.ts';"],
    ['command-reads-and-exports', 'src-main/cli/direct.ts', "import { plan } from '../coordinator/plan.ts';"],
    ['nothing-imports-the-shell', 'src-main/api/dialogs.ts', "import { open } from '../shell/open.ts';"],
    ['worker-stands-alone', 'src-worker/runtime/stored.ts', "import { store } from '../../src-main/store/store.ts';"],
    ['link-is-shared', 'src-link/stored.ts', "import { store } from '../src-main/store/store.ts';"],
    ['link-is-shared', 'src-link/extracting.ts', "import { run } from '../src-worker/runtime/run.ts';"],
    ['worker-host-knows-no-extractor', 'src-worker/host/reading.ts', "import { run } from '../runtime/run.ts';"],
    ['extractors-are-leaves', 'src-worker/extractors/pdf/pdf.ts', "import { run } from '../../runtime/run.ts';"],
    ['extractors-do-not-cross', 'src-worker/extractors/pdf/reuse.ts', "import { tags } from '../exiftool/tags.ts';"],
    [
      'runtime-knows-no-extractor',
      'src-worker/runtime/known.ts',
      "import { tags } from '../extractors/exiftool/tags.ts';",
    ],
    ['protocol-is-neutral', 'src-protocol/model/disk.ts', "import { readFileSync } from 'node:fs';"],
    [
      'protocol-is-neutral',
      'src-protocol/model/main.ts',
      "import type { Store } from '../../src-main/store/store.ts';",
    ],
    ['features-do-not-cross', 'src-renderer/src/features/jobs/jobs.tsx', "import { page } from '../results/page.tsx';"],
    ['ui-is-dumb', 'src-renderer/src/ui/button.tsx', "import { page } from '../features/results/page.tsx';"],
    ['renderer-is-a-web-page', 'src-renderer/src/direct.ts', "import { store } from '../../src-main/store/store.ts';"],
    ['renderer-has-no-node', 'src-renderer/src/disk.ts', "import { readFileSync } from 'node:fs';"],
    ['imports-resolve', 'src-main/store/lost.ts', "import { gone } from './gone.ts';"],
  ] as const;

  // What the planted files import; nothing is wrong with these themselves, except the circle that two of them make.
  const honest = {
    'src-main/store/store.ts': 'export interface Store {}\nexport const store = 1;',
    'src-main/coordinator/plan.ts': "export { half as plan } from './half.ts';",
    'src-main/coordinator/half.ts': "import './plan.ts';\nexport const half = 1;",
    'src-main/shell/open.ts': "import { dialog } from 'electron';\nexport const open = dialog;",
    'src-worker/runtime/run.ts': 'export const run = 1;',
    'src-worker/extractors/exiftool/tags.ts': 'export const tags = 1;',
    'src-renderer/src/features/results/page.tsx': 'export const page = 1;',
    'node_modules/electron/package.json': '{ "name": "electron", "main": "index.js" }',
    'node_modules/electron/index.js': 'module.exports = {};',
    'package.json': '{ "type": "module", "devDependencies": { "electron": "1.0.0" } }',
  };

  let folder: string;
  let found: string[];

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'metaextract-planted-')));
    await cp(join(project, config), join(folder, config));
    await cp(join(project, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
    const files = [
      ...Object.entries(honest),
      ...planted.map(([, path, line]) => [path, `${line}\nexport {};\n`] as const),
    ];
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    found = sentences(cruise(folder));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test.each(planted)('%s in %s', (rule, path) => {
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: ${path} → `)));
  });

  test('no-circles in two files that import each other', () => {
    expect(found).toContainEqual(expect.stringMatching(/^no-circles: src-main\/coordinator\/(plan|half)\.ts → /));
  });

  test('and the shell’s own import of Electron is not', () => {
    expect(found.filter((sentence) => sentence.includes('src-main/shell/open.ts →'))).toEqual([]);
  });
});

describe('the project', () => {
  let result: CruiseResult;

  beforeAll(() => {
    result = cruise(project);
  });

  test('keeps all of its boundaries', () => {
    expect(sentences(result)).toEqual([]);
  });

  // A cruiser that cannot read TypeScript finds no module, and then nothing wrong with it.
  test.each(['src-protocol/model/record.ts', 'src-main/shell/desktop.ts', 'src-renderer/src/main.tsx'])(
    'is really looked at: %s',
    (source) => {
      expect(result.modules.map((module) => module.source)).toContain(source);
    },
  );
});

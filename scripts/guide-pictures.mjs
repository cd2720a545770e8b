// The last step of `npm run screens`: puts the pictures that the docs show among the screens where the docs look for them.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name of the picture in the docs, and of the screen. */
const PICTURES = {
  add: 'add',
  job: 'jobs-one',
  results: 'inspector',
  insights: 'insights',
  'workers-machines': 'machines',
  'workers-add': 'add-computer',
  'workers-folders': 'machine-folders',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pictures = join(root, 'docs', 'pictures');
mkdirSync(pictures, { recursive: true });
for (const [name, screen] of Object.entries(PICTURES)) {
  for (const theme of ['light', 'dark']) {
    const taken = join(root, 'test-results', 'screens', `${screen}-1280x800-${theme}.png`);
    copyFileSync(taken, join(pictures, `${name}-${theme}.png`));
  }
}

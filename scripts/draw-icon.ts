// Draws resources/icon/icon.png, of which the packager makes the icons of all systems, from icon.svg beside it:
// `node scripts/draw-icon.ts`.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from './find-browser.mjs';

const SIZE_PX = 512;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'resources', 'icon');
const { path: executablePath, missing } = findBrowser(root);
if (executablePath === undefined) throw new Error(`The icon cannot be drawn: ${missing ?? 'no browser'}.`);

const browser = await chromium.launch({ executablePath });
try {
  const page = await browser.newPage({ viewport: { width: SIZE_PX, height: SIZE_PX } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block}</style>${readFileSync(join(folder, 'icon.svg'), 'utf8')}`,
  );
  await page.screenshot({ path: join(folder, 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}

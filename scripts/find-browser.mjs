import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';

const what = 'browser';
const installTimeoutMillis = 5 * 60_000;

/**
 * The browser to test the page with: Playwright's own, else the system's, else one that is installed now where that is
 * simple; or what is missing.
 *
 * @param {string} root
 * @returns {{ what: string, path?: string, missing?: string }}
 */
export function findBrowser(root) {
  const path = playwrightsBrowser(root) ?? systemBrowser() ?? installBrowser();
  return path === undefined ? { what, missing: 'no Chromium' } : { what, path };
}

/** @param {string} root */
function playwrightsBrowser(root) {
  /** @type {typeof import('playwright')} */
  const { chromium } = createRequire(join(root, 'package.json'))('playwright');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** The one without a window of its own comes first: a test takes a seventh less of the processor with it. */
function systemBrowser() {
  return findProgram('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome');
}

function installBrowser() {
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined) return undefined;
  process.stdout.write('browser: installing Chromium\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'chromium-headless-shell']]) {
    spawnSync('apt-get', ['-qq', ...step], { stdio: 'ignore', env, timeout: installTimeoutMillis });
  }
  return systemBrowser();
}

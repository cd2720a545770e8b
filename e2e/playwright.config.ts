import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import type { HostOption } from './support/hosts.ts';

const results = join(import.meta.dirname, '..', 'test-results');

// The same specs in a real window and in a browser; scripts/run-playwright.mjs finds both, and starts this. What only one of
// them has is tagged with it.
export default defineConfig<object, HostOption>({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: join(results, 'e2e'),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: join(results, 'e2e.json') }]],
  projects: [
    { name: 'window', use: { hostName: 'window' }, grepInvert: /@browser/ },
    { name: 'browser', use: { hostName: 'browser' }, grepInvert: /@window/ },
  ],
});

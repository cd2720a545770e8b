import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    passWithNoTests: true,
    maxWorkers: '100%', // by itself Vitest leaves a core free, of which a small machine has only two
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/boundaries/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        // The built command in tests that wait for what it says, however long that takes.
        test: { name: 'command', include: ['test/command/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        // Real child processes: one file at a time and nothing beside it, so that they do not miss their deadlines. Where a
        // file says so, some of its tests run beside each other, as these wait most of the time.
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          fileParallelism: false,
          maxConcurrency: 3,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // Programs that are linked with each other, some on hosts made out of namespaces, where these can be had: scripts/test.mjs
        // says so when they cannot. Beside each other, as they wait for conditions and not for times.
        test: { name: 'network', include: ['test/network/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: true,
        test: { name: 'renderer', include: ['test/renderer/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        // A real window and a real browser. scripts/test.mjs finds both and says so when one is missing.
        test: { name: 'desktop', include: ['test/desktop/**/*.test.ts'], fileParallelism: false, testTimeout: 60_000 },
      },
    ],
  },
});

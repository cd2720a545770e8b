import { readFileSync } from 'node:fs';
import { defineConfig } from 'electron-vite';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };
const define = { __APP_VERSION__: JSON.stringify(version) };

// Every process of ours starts from a file of its own in out/main; the shared chunks lie beside them, so that
// `new URL('./runtime-child.js', import.meta.url)` finds its file from whichever chunk the line ends up in.
const mainInputs = {
  desktop: 'src-main/shell/desktop.ts',
  cli: 'src-main/cli/main.ts',
  'crawl-thread': 'src-main/intake/crawl-thread.ts',
  'read-thread': 'src-main/store/read-thread.ts',
  'checkpoint-thread': 'src-main/store/checkpoint-thread.ts',
  'export-thread': 'src-main/api/exports/export-thread.ts',
  client: 'src-client/client.ts',
  'runtime-child': 'src-worker/entry/child.ts',
  'runtime-utility': 'src-worker/entry/utility.ts',
};

export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      rolldownOptions: {
        input: mainInputs,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    define,
    build: {
      target: 'node20.18',
      // A sandboxed preload has no module loader of its own: it must be one CommonJS file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'src-main/shell/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), tailwindcss()],
    build: {
      target: 'chrome130',
      minify: true,
      // A data: URL would need a hole in the content-security policy; every asset stays a file.
      assetsInlineLimit: 0,
      rolldownOptions: { input: 'src-renderer/index.html' },
    },
  },
});

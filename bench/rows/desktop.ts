import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright';
import { findWindow } from '../../scripts/find-window.mjs';
import type { Bench, Line, Row } from '../bench.ts';
import { mixedCollection } from '../corpora/mixed.ts';
import { untilShown } from '../page/until-shown.ts';
import { count, milliseconds, p95 } from '../measure.ts';
import { ROOT } from '../program.ts';

const TARGETS = { eventLoopMs: 20, echoMs: 50 };
const ECHOES = 60;
const ECHO_EVERY_MS = 150;

export const desktopRow: Row = {
  id: 'desktop',
  method:
    'The window in Electron, while it reads the mixed collection without the cache: the event-loop delay of the main process, which has the coordinator and the store in it, and the time from a letter that is written into the search of the results to the frame that shows it. It needs a display; where there is none, run it under `xvfb-run -a`.',
  measure: async (bench) => {
    const { path, wrapper, missing } = findWindow(ROOT);
    const unable = missing ?? (wrapper === undefined ? undefined : 'no display; run it under xvfb-run -a');
    if (path === undefined || unable !== undefined) {
      bench.say(`desktop: skipped, ${unable ?? 'no Electron'}`);
      return [];
    }
    const { folder } = await mixedCollection(bench);
    const data = bench.scratch.path('data');
    const app = await _electron.launch({
      executablePath: path,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ROOT],
      env: { ...environment(), METAEXTRACT_DATA_DIR: data },
    });
    try {
      return await measureWindow(bench, app, folder);
    } finally {
      await app.evaluate(({ app: electron }) => {
        electron.exit(0);
      });
      bench.scratch.drop(data);
    }
  },
};

async function measureWindow(bench: Bench, app: ElectronApplication, folder: string): Promise<Line[]> {
  await app.context().addInitScript({ path: join(ROOT, 'bench/page/probe.mjs') });
  const page = await app.firstWindow();
  await page.reload();
  await page.getByRole('heading', { name: 'Add files' }).waitFor();
  bench.say('reading in the window');
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    Reflect.set(globalThis, 'benchDelay', delay);
  });
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.setData('text/plain', ${JSON.stringify(folder)});
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  })()`);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('link', { name: /^Results/ }).click();
  await untilShown(page, 60_000);
  const echoes: number[] = [];
  for (let letter = 0; letter < ECHOES; letter++) {
    echoes.push(await page.evaluate<number>(`probe.echo('img ${letter}')`));
    await page.waitForTimeout(ECHO_EVERY_MS);
  }
  const p99Ms = await app.evaluate(() => {
    const delay = Reflect.get(globalThis, 'benchDelay') as { percentile(percentile: number): number };
    return delay.percentile(99) / 1e6;
  });
  return [
    {
      what: 'Event-loop delay of Electron’s main process, p99',
      ours: milliseconds(p99Ms),
      target: `≤ ${TARGETS.eventLoopMs} ms`,
      met: p99Ms <= TARGETS.eventLoopMs,
      note: 'sampled every millisecond, which is part of the figure',
    },
    {
      what: 'A letter shows in the search of the window, p95',
      ours: milliseconds(p95(echoes)),
      target: `≤ ${TARGETS.echoMs} ms`,
      met: p95(echoes) <= TARGETS.echoMs,
      note: `${count(echoes.length)} letters while files were read, longest ${milliseconds(Math.max(...echoes))}`,
    },
  ];
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

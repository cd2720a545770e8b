import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findBrowser } from '../../scripts/find-browser.mjs';
import type { Bench, Line, Row } from '../bench.ts';
import { hugeTree } from '../corpora/huge-tree.ts';
import { tinyTree } from '../corpora/tiny-tree.ts';
import { untilShown } from '../page/until-shown.ts';
import { count, megabytes, milliseconds, p95, seconds } from '../measure.ts';
import { ROOT } from '../program.ts';
import { jobDone, serveFor, type BenchServer } from '../server.ts';

/** Titles of the columns that the table has at first and that the stand-in for ExifTool fills. */
const SORTED_BY = ['Format', 'Captured', 'Camera', 'ISO', 'Exposure', 'Size', 'Name'];
const SEARCHED_FOR = ['IMG_0123', '999', 'folder 0500 jpg', 'heic 42', 'IMG_05', 'canon 77'];
const FACETS = ['JPEG', 'JPEG'];
const ROUNDS = 4;
/** Between two acts of a person. The counts beside the table, which come after the rows, take about as long. */
const PAUSE_MS = 300;
const SCROLL_MS = 10_000;
const SCROLL_PX_PER_FRAME = 1_500;

const TARGETS = { shownMs: 200, frameMs: 50, heapBytes: 250e6, firstResultMs: 1_000 };

export const windowRow: Row = {
  id: 'window',
  method:
    'The page in Chromium (without a graphics card, at 1280 × 800) on a server whose store holds a finished job of 1,000,000 files, made with the stand-in for ExifTool as for `memory`. From the click or key to the frame that shows the new rows: sorting by the columns of the table, up and down; searching; a facet; the ends of the table; 0.3 s pass between two of them. Then the table is scrolled by 1,500 pixels in each frame for 10 s. Last, the path of the tree of 100,000 files is pasted, with jobs starting at once, until the page counts a first result, by the real ExifTool.',
  measure: async (bench) => {
    const { path } = findBrowser(ROOT);
    if (path === undefined) throw new Error('There is no Chromium to show the page in.');
    const data = bench.scratch.path('data');
    const huge = await hugeTree(bench);
    bench.say(`filling the store with ${count(bench.sizes.memoryFiles)} files`);
    const filling = await serveFor(bench, data, { fakeExtractors: true });
    const { id } = await filling.client.jobs.create({ sources: [huge], cache: 'refresh' });
    await jobDone(filling.client, id);
    await filling[Symbol.asyncDispose]();

    const server = await serveFor(bench, data);
    const browser = await chromium.launch({
      executablePath: path,
      args: ['--disable-gpu', '--disable-background-networking', '--enable-precise-memory-info', ...sandboxArguments()],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.addInitScript({ path: join(ROOT, 'bench/page/probe.mjs') });
      return await measurePage(bench, page, server, id);
    } finally {
      await browser.close();
      await server[Symbol.asyncDispose]();
      bench.scratch.drop(data);
    }
  },
};

/** Build machines run as root, where Chromium refuses to start with its sandbox. */
function sandboxArguments(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

async function measurePage(bench: Bench, page: Page, { url }: BenchServer, id: number): Promise<Line[]> {
  const startedAt = performance.now();
  await page.goto(`${url}#/results/${id.toString()}`);
  await untilShown(page, 120_000);
  const firstLookMs = performance.now() - startedAt;
  bench.say('sorting, searching, filtering and jumping');
  await ask(page, `probe.sort('ISO')`); // builds the index, and is told apart
  const indexMs = performance.now() - startedAt;

  const sorts: number[] = [];
  const searches: number[] = [];
  const filters: number[] = [];
  const jumps: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const title of SORTED_BY) sorts.push(await ask(page, `probe.sort(${JSON.stringify(title)})`));
    for (const words of SEARCHED_FOR) {
      searches.push(await ask(page, `probe.search(${JSON.stringify(`${words} ${round || ''}`.trim())})`));
      await ask(page, `probe.search('')`); // each begins at all rows, and so is seen to have come
    }
    for (const value of FACETS) filters.push(await ask(page, `probe.filter(${JSON.stringify(value)})`));
    for (const key of ['End', 'Home']) jumps.push(await ask(page, `probe.jump('${key}')`));
  }

  bench.say('scrolling');
  const pauses = await page.evaluate<number[]>(`probe.scroll(${SCROLL_MS}, ${SCROLL_PX_PER_FRAME})`);
  const heapBytes = await heapOf(page);
  const firstResultMs = await dropFolder(bench, page);

  const shown = (what: string, values: readonly number[], note = ''): Line => ({
    what: `${what}, p95`,
    ours: milliseconds(p95(values)),
    target: `< ${TARGETS.shownMs} ms`,
    met: p95(values) < TARGETS.shownMs,
    note: `${count(values.length)} times, longest ${milliseconds(Math.max(...values))}${note}`,
  });
  const rows = `${count(bench.sizes.memoryFiles)} rows`;
  const longest = Math.max(...pauses);
  return [
    shown(
      `Sort ${rows} in the window`,
      sorts,
      `; the first look took ${seconds(firstLookMs)}, the first order ${seconds(indexMs - firstLookMs)}`,
    ),
    shown(`Search ${rows} in the window`, searches),
    shown(`Filter ${rows} by a facet`, filters),
    shown(`Jump to the end of ${rows}`, jumps),
    {
      what: 'Longest frame while scrolling fast for 10 s',
      ours: milliseconds(longest),
      target: `≤ ${TARGETS.frameMs} ms`,
      met: longest <= TARGETS.frameMs,
      note: `${count(pauses.length)} frames, p95 ${milliseconds(p95(pauses))}, drawn by the processor`,
    },
    {
      what: 'Heap of the page after that',
      ours: megabytes(heapBytes),
      target: '< 250 MB',
      met: heapBytes < TARGETS.heapBytes,
      note: 'without collecting garbage first',
    },
    {
      what: `First result after the drop of ${count(bench.sizes.treeFiles)} files`,
      ours: milliseconds(firstResultMs),
      target: '≤ 1 s',
      met: firstResultMs <= TARGETS.firstResultMs,
      note: 'from the paste of its path to the number in the side bar',
    },
  ];
}

async function ask(page: Page, question: string): Promise<number> {
  await page.waitForTimeout(PAUSE_MS);
  try {
    return await page.evaluate<number>(question);
  } catch (error) {
    throw new Error(question, { cause: error });
  }
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
}

/** From the paste of a path, with jobs starting at once, to the first result that the page tells of. */
async function dropFolder(bench: Bench, page: Page): Promise<number> {
  const tree = await tinyTree(bench);
  await page.evaluate(`(() => {
    const key = 'metaextract.preferences';
    const kept = JSON.parse(localStorage.getItem(key) ?? '{"state":{},"version":1}');
    localStorage.setItem(key, JSON.stringify({ ...kept, state: { ...kept.state, startOnDrop: true } }));
    location.hash = '/add';
  })()`);
  await page.reload();
  await page.getByRole('heading', { name: 'Add files' }).waitFor();
  return ask(page, `probe.paste(${JSON.stringify(tree)})`);
}

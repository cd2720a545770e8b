// Preloaded into the command (NODE_OPTIONS=--import): writes what it has used to the file named by METAEXTRACT_BENCH_TELL
// when it ends and, with METAEXTRACT_BENCH_DELAYS, how late its event loop ran; that costs processor time of its own.
// JavaScript, because loading TypeScript would itself cost time and memory. It keeps out of the runtimes, which inherit the
// environment, and of the crawl thread.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const PERIOD_MS = 2;
const SAMPLE_MS = 10;

const file = process.env['METAEXTRACT_BENCH_TELL'];
if (file !== undefined && isMainThread && process.argv[1]?.endsWith('cli.js') === true) tellAtEnd(file);

/** @param {string} to */
function tellAtEnd(to) {
  const delays = process.env['METAEXTRACT_BENCH_DELAYS'] === undefined ? undefined : watchDelays();
  process.once('exit', () => {
    const { user, system } = process.cpuUsage();
    /** @type {import('../told.ts').Told} */
    const told = { cpuMs: (user + system) / 1_000, delays: delays?.() };
    writeFileSync(to, JSON.stringify(told));
  });
}

/** Returns a function that tells the delays up to its call. */
function watchDelays() {
  const histogram = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  /** @type {number[]} */
  const lateMs = [];
  // The crawl thread is started with the job: what comes before is start-up.
  process.once('worker', () => {
    histogram.enable();
    noteLateness(lateMs);
  });
  return () => ({
    // the histogram holds the time from sample to sample
    sampledP99Ms: Math.max(0, histogram.percentile(99) / 1e6 - SAMPLE_MS),
    p99Ms: quantileOverTime(lateMs, 0.99),
    longestMs: lateMs.reduce((longest, late) => Math.max(longest, late), 0),
  });
}

/** @param {number[]} lateMs */
function noteLateness(lateMs) {
  let dueMs = performance.now() + PERIOD_MS;
  const look = () => {
    const now = performance.now();
    lateMs.push(Math.max(0, now - dueMs));
    dueMs = now + PERIOD_MS;
    setTimeout(look, PERIOD_MS).unref();
  };
  setTimeout(look, PERIOD_MS).unref();
}

/**
 * How late an event is served at most that comes at any moment, in `quantile` of all cases. A plain quantile of the
 * samples would count a stop of a second as one sample among many, though it makes all wait that come within that second.
 *
 * @param {readonly number[]} lateMs
 * @param {number} quantile
 */
function quantileOverTime(lateMs, quantile) {
  const totalMs = lateMs.reduce((sum, late) => sum + PERIOD_MS + late, 0);
  const allowedMs = totalMs * (1 - quantile);
  let low = 0;
  let high = lateMs.reduce((longest, late) => Math.max(longest, late), 0);
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    const longerMs = lateMs.reduce((sum, late) => sum + Math.max(0, late - middle), 0);
    if (longerMs > allowedMs) low = middle;
    else high = middle;
  }
  return high;
}

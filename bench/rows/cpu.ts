import type { Row } from '../bench.ts';
import { mean, median, seconds, share } from '../measure.ts';
import { observedJobs } from '../observed-jobs.ts';
import { startUpCpuMs } from '../start-up.ts';

const AT_MOST = 0.1;

export const cpu: Row = {
  id: 'cpu',
  method:
    'Processor time of the command’s own process (coordinator, store, crawl thread, start-up and export; process.cpuUsage() at its end) in a cold complete run, as a share of that of the runtimes and ExifTool together (/proc, looked at twenty times a second).',
  measure: async (bench) => {
    const jobs = (await observedJobs(bench)).map(({ first }) => first);
    const startUpMs = await startUpCpuMs(bench);
    const extractorsMs = jobs.map(({ run }) => run.use?.childrenCpuMs ?? 0);
    if (extractorsMs.includes(0)) throw new Error('This system does not tell what the workers use.');
    const shares = jobs.map(({ told }, job) => told.cpuMs / (extractorsMs[job] ?? Number.NaN));
    const withoutStartUp = jobs.map(({ told }, job) => (told.cpuMs - startUpMs) / (extractorsMs[job] ?? Number.NaN));
    const value = median(shares);
    return [
      {
        what: 'Coordinator’s processor time in a cold run',
        ours: `${share(value)} of the extractors’`,
        target: '≤ 10 %',
        met: value <= AT_MOST,
        note: `${seconds(mean(jobs.map(({ told }) => told.cpuMs)))} against ${seconds(mean(extractorsMs))}; without the start-up’s ${seconds(startUpMs)}: ${share(median(withoutStartUp))}`,
      },
    ];
  },
};

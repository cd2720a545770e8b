import { useEffect, useState } from 'react';
import { count } from '../../../src-protocol/model/words.ts';
import { jobTitle, useJobs } from '../state/jobs.ts';

const EVERY_MS = 20_000;

/** Tells a screen reader how the work goes on, seldom enough that it does not chatter. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setInterval(() => {
      setText(progressInWords());
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <div role="status" className="sr-only">
      {text}
    </div>
  );
}

function progressInWords(): string {
  const running = [...useJobs.getState().jobs.values()].filter(({ state }) => state === 'running');
  return running
    .map((job) => `${jobTitle(job)}: ${count(job.counts.done)} of ${count(job.counts.found)} files`)
    .join('; ');
}

import { useEffect, useState, useSyncExternalStore } from 'react';

const STILL_EVERY_MS = 5_000;
const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');

/**
 * What `sample` gives, asked again after as many milliseconds as `standsMs` says of it, for good where that is undefined, and
 * not at all while the page cannot be seen. A person who wants less motion gets it every five seconds. `sample` is the same
 * function each time.
 */
export function useSampled<Value>(
  sample: (previous?: Value) => Value,
  standsMs: (value: Value) => number | undefined,
): Value {
  const [value, setValue] = useState(() => sample());
  const isStill = useSyncExternalStore(hearMotion, () => reducedMotion.matches);
  const wantedMs = standsMs(value);
  const stepMs = isStill && wantedMs !== undefined ? Math.max(STILL_EVERY_MS, wantedMs) : wantedMs;
  useEffect(() => {
    if (stepMs === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;
    const wait = () => {
      // a frame is only given to a page that is seen
      timer = setTimeout(() => {
        frame = requestAnimationFrame(take);
      }, stepMs);
    };
    const take = () => {
      setValue((previous) => sample(previous));
      wait();
    };
    wait();
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [sample, stepMs]);
  return value;
}

function hearMotion(onChange: () => void): () => void {
  reducedMotion.addEventListener('change', onChange);
  return () => {
    reducedMotion.removeEventListener('change', onChange);
  };
}

/** The time by this computer's clock, for what says how long something has taken. */
export function useNow(everyMs = 1_000): number {
  return useSampled(Date.now, () => everyMs);
}

import { useEffect, useRef, useState } from 'react';

/** A value that follows at most so often: at once after a rest, and then the latest. */
export function useThrottled<Value>(value: Value, everyMs: number): Value {
  const [followed, setFollowed] = useState(value);
  const lastAtMs = useRef(0);
  useEffect(() => {
    const follow = () => {
      lastAtMs.current = performance.now();
      setFollowed(() => value);
    };
    const waitMs = lastAtMs.current + everyMs - performance.now();
    const timer = setTimeout(follow, Math.max(0, waitMs));
    return () => {
      clearTimeout(timer);
    };
  }, [value, everyMs]);
  return followed;
}

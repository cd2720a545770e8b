import {
  type RefCallback,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import {
  clampOffset,
  elementPx,
  isMapped,
  offsetOfScroll,
  offsetThatShows,
  ROW_PX,
  rowsAt,
  type ScrollSpace,
  scrollOfOffset,
} from './scroll-space.ts';

/** Rows are placed from a row that changes rarely, so that scrolling by one leaves the others as they are. */
const BASE_STEP = 2_000;
const WHEEL_LINE_PX = 3 * ROW_PX;

interface Seen {
  readonly first: number;
  readonly end: number;
}

export interface Scroller {
  readonly scrollerRef: RefCallback<HTMLDivElement>;
  /** What the rows stand in; it is moved as they scroll. */
  readonly moverRef: RefObject<HTMLDivElement | null>;
  readonly space: ScrollSpace;
  readonly seen: Seen;
  /** The row from which the places of the rows are counted. */
  readonly base: number;
  readonly showRow: (row: number, align?: 'nearest' | 'centred') => void;
  readonly scrollBy: (rows: number) => void;
}

/**
 * Scrolls any number of rows. The rows stand in a layer that stays in place and are moved within it, so that a fast scroll
 * shows rows that are a frame late, and never none; and a scroll bar can stand for more rows than an element is high.
 */
export function useScroller(rows: number, headerPx: number): Scroller {
  const [scroller, scrollerRef] = useState<HTMLDivElement | null>(null); // another one each time that the table is shown
  const moverRef = useRef<HTMLDivElement>(null);
  const offset = useRef({ px: 0, scrollTop: 0 });
  const [viewportPx, setViewportPx] = useState(0);
  const [seen, setSeen] = useState<Seen>({ first: 0, end: 0 });
  const space = useMemo(() => ({ rows, viewportPx }), [rows, viewportPx]);

  const place = useCallback(() => {
    const { first, end } = rowsAt(space, offset.current.px);
    setSeen((old) => (old.first === first && old.end === end ? old : { first, end }));
    const mover = moverRef.current;
    if (mover !== null) mover.style.transform = `translateY(${baseOf(first) * ROW_PX - offset.current.px}px)`;
  }, [space]);

  const scrollTo = useCallback(
    (offsetPx: number) => {
      if (scroller === null) return;
      const px = clampOffset(space, offsetPx);
      scroller.scrollTo({ top: scrollOfOffset(space, px) });
      offset.current = { px, scrollTop: scroller.scrollTop };
      place();
    },
    [scroller, space, place],
  );

  useLayoutEffect(() => {
    if (scroller === null) return undefined;
    const measure = () => {
      setViewportPx(Math.max(0, scroller.clientHeight - headerPx));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => {
      observer.disconnect();
    };
  }, [scroller, headerPx]);

  useLayoutEffect(() => {
    scrollTo(offset.current.px); // there are more rows, or fewer, or they are seen through another window
  }, [scrollTo]);

  useEffect(() => {
    if (scroller === null) return undefined;
    const onScroll = () => {
      // where the bar stands for many rows, it cannot tell one offset from the next: what was asked for is more exact
      if (Math.abs(scroller.scrollTop - offset.current.scrollTop) < 0.5) return;
      offset.current = { px: offsetOfScroll(space, scroller.scrollTop), scrollTop: scroller.scrollTop };
      flushSync(place);
    };
    const onWheel = (event: WheelEvent) => {
      if (!isMapped(space) || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = [1, WHEEL_LINE_PX, space.viewportPx][event.deltaMode] ?? 1;
      if (event.deltaX !== 0) scroller.scrollBy({ left: event.deltaX });
      scrollTo(offset.current.px + event.deltaY * unit);
    };
    scroller.addEventListener('scroll', onScroll, { passive: true });
    scroller.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      scroller.removeEventListener('wheel', onWheel);
    };
  }, [scroller, space, place, scrollTo]);

  const showRow = useCallback(
    (row: number, align: 'nearest' | 'centred' = 'nearest') => {
      scrollTo(offsetThatShows(space, offset.current.px, row, align));
    },
    [space, scrollTo],
  );
  const scrollBy = useCallback(
    (by: number) => {
      scrollTo(offset.current.px + by * ROW_PX);
    },
    [scrollTo],
  );
  return { scrollerRef, moverRef, space, seen, base: baseOf(seen.first), showRow, scrollBy };
}

export function layerPx(space: ScrollSpace): number {
  return Math.min(space.viewportPx, elementPx(space));
}

function baseOf(first: number): number {
  return Math.floor(first / BASE_STEP) * BASE_STEP;
}

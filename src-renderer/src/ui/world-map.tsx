import { Crop, Expand, Minus, Plus, SquareDashedMousePointer } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, memo, useEffect, useRef, useState } from 'react';
import { count, counted } from '../../../src-protocol/model/words.ts';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { coordinates } from './coordinates.ts';
import {
  boundsBetween,
  frameOf,
  graticule,
  type MapBounds,
  type MapPoint,
  type MapSize,
  type MapView,
  moved,
  placesView,
  project,
  worldView,
  zoomed,
} from './map-view.ts';

export interface MapPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly files: number;
}

interface WorldMapProps {
  readonly places: readonly MapPlace[];
  /** What it shows, for a screen reader. */
  readonly label: string;
  /** What is seen at first: the world, or as much of it as the places need. */
  readonly focus?: 'world' | 'places';
  /** A part of the map was marked: with Shift or in the mode for it by dragging, or by the button for what is seen. */
  readonly onChoose?: (bounds: MapBounds) => void;
  readonly className?: string;
}

const STEP = 0.6;
const LISTED_PLACES = 10;

/**
 * The world as an outline that is part of the program: nothing is fetched, so nobody learns what is looked at. The wheel
 * zooms once the map has the focus, so that a page that scrolls is not held up on its way.
 */
export function WorldMap({ places, label, focus = 'world', onChoose, className }: WorldMapProps) {
  const [frame, size] = useSize();
  const land = useLand();
  const [chosenView, setView] = useState<MapView>();
  const [isMarking, setMarking] = useState(false);
  const view = chosenView ?? (focus === 'world' ? worldView(size) : placesView(places, size));
  const { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, marked } = useDragging({
    view,
    size,
    setView,
    isMarking,
    onMark: onChoose,
  });
  useWheel(frame, (factor, x, y) => {
    setView(zoomed(view, factor, pointAt(view, size, x, y)));
  });

  const seen = frameOf(view, size);
  return (
    <div
      ref={frame}
      role="group"
      aria-label={label}
      tabIndex={0}
      className={classNames('group/map relative overflow-hidden rounded-md border border-line bg-bg', className)}
      onKeyDown={(event) => {
        const next = viewAfterKey(event, view);
        if (next === null) return;
        event.preventDefault();
        event.stopPropagation();
        setView(next);
      }}
    >
      {size.widthPx > 0 && size.heightPx > 0 && (
        <svg
          role="img"
          aria-label={inWords(places)}
          viewBox={`${seen.left.toString()} ${seen.top.toString()} ${seen.width.toString()} ${seen.height.toString()}`}
          className={classNames(
            'absolute inset-0 size-full touch-none',
            isMarking ? 'cursor-crosshair' : 'cursor-grab active:cursor-grabbing',
          )}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={onPointerCancel}
        >
          <Ground land={land} lines={graticule(view)} />
          <Points places={places} />
          {marked && (
            <rect
              {...rectangleBetween(...marked)}
              className="fill-accent/15 stroke-accent [vector-effect:non-scaling-stroke]"
            />
          )}
        </svg>
      )}
      <PlacesList places={places} />
      <div className="absolute top-1.5 right-1.5 flex flex-col rounded-md border border-line bg-panel/90">
        <Control
          icon={Plus}
          label="Zoom in"
          shortcut="+"
          onClick={() => {
            setView(zoomed(view, STEP));
          }}
        />
        <Control
          icon={Minus}
          label="Zoom out"
          shortcut="-"
          onClick={() => {
            setView(zoomed(view, 1 / STEP));
          }}
        />
        {chosenView !== undefined && (
          <Control
            icon={Expand}
            label="Show all again"
            shortcut="0"
            onClick={() => {
              setView(undefined);
            }}
          />
        )}
        {onChoose && (
          <>
            <Control
              icon={SquareDashedMousePointer}
              label="Mark an area by dragging"
              pressed={isMarking}
              onClick={() => {
                setMarking(!isMarking);
              }}
            />
            <Control
              icon={Crop}
              label="Choose the area that is seen"
              onClick={() => {
                onChoose(
                  boundsBetween(
                    { x: seen.left, y: seen.top },
                    { x: seen.left + seen.width, y: seen.top + seen.height },
                  ),
                );
              }}
            />
          </>
        )}
      </div>
    </div>
  );
}

function Control(props: Parameters<typeof IconButton>[0]) {
  return <IconButton {...props} className="size-6!" />;
}

const Ground = memo(function Ground({ land, lines }: { readonly land: string; readonly lines: string }) {
  return (
    <>
      <path d={lines} className="fill-none stroke-line stroke-[0.5px] [vector-effect:non-scaling-stroke]" />
      <path d={land} className="fill-line stroke-line-strong stroke-[0.75px] [vector-effect:non-scaling-stroke]" />
    </>
  );
});

/** Round ends of lines without a length: their width is in pixels at every zoom, so that zooming draws none of them anew. */
const Points = memo(function Points({ places }: { readonly places: readonly MapPlace[] }) {
  const most = places.reduce((max, { files }) => Math.max(max, files), 1);
  const growthPx = Math.min(14, 2 * Math.sqrt(most)); // a few files are no crowd
  const points = [...places]
    .sort((one, other) => other.files - one.files)
    .map((place) => ({ place, diameterPx: 7 + growthPx * Math.sqrt(place.files / most) }));
  return points.map(({ place, diameterPx }) => {
    const { x, y } = project(place);
    const spot = {
      d: `M${x.toString()} ${y.toString()}h0`,
      strokeLinecap: 'round' as const,
      className: '[vector-effect:non-scaling-stroke]',
    };
    return (
      <g key={`${place.latitude.toString()} ${place.longitude.toString()}`}>
        <title>{`${coordinates(place.latitude, place.longitude)}: ${counted(place.files, 'file')}`}</title>
        <path {...spot} stroke="var(--panel)" strokeWidth={diameterPx + 2} />
        <path {...spot} stroke="var(--series-1)" strokeWidth={diameterPx} strokeOpacity={0.85} />
      </g>
    );
  });
});

const PlacesList = memo(function PlacesList({ places }: { readonly places: readonly MapPlace[] }) {
  const largest = [...places].sort((one, other) => other.files - one.files).slice(0, LISTED_PLACES);
  return (
    <ul className="sr-only">
      {largest.map(({ latitude, longitude, files }) => (
        <li key={`${latitude.toString()} ${longitude.toString()}`}>
          {coordinates(latitude, longitude)}: {counted(files, 'file')}
        </li>
      ))}
      {places.length > largest.length && <li>and {count(places.length - largest.length)} more</li>}
    </ul>
  );
});

function inWords(places: readonly MapPlace[]): string {
  const [only] = places;
  if (only === undefined) return 'Outline of the world without places';
  if (places.length === 1) return `Outline of the world with a mark at ${coordinates(only.latitude, only.longitude)}`;
  const files = places.reduce((sum, place) => sum + place.files, 0);
  return `Outline of the world with ${counted(files, 'file')} at ${counted(places.length, 'place')}`;
}

function rectangleBetween(one: MapPoint, other: MapPoint) {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}

function pointAt(view: MapView, size: MapSize, xPx: number, yPx: number): MapPoint {
  const { left, top, width } = frameOf(view, size);
  const perPx = width / size.widthPx;
  return { x: left + xPx * perPx, y: top + yPx * perPx };
}

/** The view after a key; undefined for the first one again, null for a key that does nothing here. */
function viewAfterKey(event: KeyboardEvent, view: MapView): MapView | undefined | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const step = view.width / 8;
  switch (event.key) {
    case 'ArrowLeft':
      return moved(view, -step, 0);
    case 'ArrowRight':
      return moved(view, step, 0);
    case 'ArrowUp':
      return moved(view, 0, -step);
    case 'ArrowDown':
      return moved(view, 0, step);
    case '+':
    case '=':
      return zoomed(view, STEP);
    case '-':
      return zoomed(view, 1 / STEP);
    case '0':
      return undefined;
    default:
      return null;
  }
}

interface DraggingOptions {
  readonly view: MapView;
  readonly size: MapSize;
  readonly setView: (view: MapView) => void;
  readonly isMarking: boolean;
  readonly onMark: ((bounds: MapBounds) => void) | undefined;
}

/** Dragging moves the map; with Shift, or while marking, it marks a part of it. */
function useDragging({ view, size, setView, isMarking, onMark }: DraggingOptions) {
  const last = useRef<MapPoint>(undefined); // in pixels, while the map is being moved
  const [marked, setMarked] = useState<readonly [MapPoint, MapPoint]>();

  const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>): MapPoint => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return pointAt(view, size, clientX - left, clientY - top);
  };

  const stop = () => {
    last.current = undefined;
    setMarked(undefined);
  };

  return {
    marked,
    onPointerCancel: stop,
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      if (onMark && (isMarking || event.shiftKey)) setMarked([pointOf(event), pointOf(event)]);
      else last.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      if (marked) setMarked([marked[0], pointOf(event)]);
      if (last.current === undefined) return;
      const perPx = view.width / size.widthPx;
      const { x, y } = last.current;
      last.current = { x: event.clientX, y: event.clientY };
      setView(moved(view, (x - event.clientX) * perPx, (y - event.clientY) * perPx));
    },
    onPointerUp: () => {
      stop();
      if (marked === undefined) return;
      const { width, height } = rectangleBetween(...marked);
      if (width > 0 && height > 0) onMark?.(boundsBetween(...marked));
    },
  };
}

/** Turning the wheel over the map while it has the focus, or with Ctrl, which is also what a pinch on a touchpad gives. */
function useWheel(frame: React.RefObject<HTMLElement | null>, zoom: (factor: number, x: number, y: number) => void) {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const element = frame.current;
    // not by React, whose wheel listeners cannot keep the page from scrolling
    const turn = (event: WheelEvent) => {
      if (element === null || !(event.ctrlKey || element.matches(':focus-within'))) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      latest.current(
        Math.exp(Math.max(-120, Math.min(120, event.deltaY)) / 400),
        event.clientX - left,
        event.clientY - top,
      );
    };
    element?.addEventListener('wheel', turn, { passive: false });
    return () => element?.removeEventListener('wheel', turn);
  }, [frame]);
}

function useSize() {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<MapSize>({ widthPx: 0, heightPx: 0 });
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ widthPx: entry.contentRect.width, heightPx: entry.contentRect.height });
    });
    if (frame.current) observer.observe(frame.current);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [frame, size] as const;
}

/** The outline, which is a chunk of its own: most of the program never needs it. */
function useLand(): string {
  const [land, setLand] = useState('');
  useEffect(() => {
    let isGone = false;
    void import('./world-outline.ts').then(({ LAND }) => {
      if (!isGone) setLand(LAND);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return land;
}

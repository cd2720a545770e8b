import type { PointerEvent } from 'react';

interface ResizerProps {
  /** What it makes wider, for a screen reader: “Width of the inspector”. */
  readonly label: string;
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** The side of the panel that it is at: dragging a panel’s left edge to the left makes it wider. */
  readonly side: 'left' | 'right';
  readonly onChange: (width: number) => void;
}

const STEP_PX = 16;

/** The edge of a panel that can be dragged, or moved with the arrow keys. */
export function Resizer({ label, width, min, max, side, onChange }: ResizerProps) {
  const sign = side === 'right' ? 1 : -1;
  const set = (wanted: number) => {
    onChange(Math.round(Math.min(max, Math.max(min, wanted))));
  };
  const drag = (down: PointerEvent<HTMLDivElement>) => {
    const edge = down.currentTarget;
    const startX = down.clientX;
    edge.setPointerCapture(down.pointerId);
    edge.onpointermove = (move) => {
      set(width + sign * (move.clientX - startX));
    };
    edge.onlostpointercapture = () => {
      edge.onpointermove = null;
    };
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={drag}
      onKeyDown={({ key }) => {
        if (key === 'ArrowRight') set(width + sign * STEP_PX);
        if (key === 'ArrowLeft') set(width - sign * STEP_PX);
      }}
      className="relative z-10 -mx-1 w-2 shrink-0 cursor-col-resize touch-none outline-none after:absolute after:inset-y-0 after:left-1/2 after:w-px after:bg-line hover:after:w-0.5 hover:after:bg-accent focus-visible:after:w-0.5 focus-visible:after:bg-accent"
    />
  );
}

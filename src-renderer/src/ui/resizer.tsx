import type { PointerEvent } from 'react';

interface ResizerProps {
  /** What it makes wider, for a screen reader: “Width of the inspector”. */
  readonly label: string;
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** The side of the panel that it is at: dragging a panel’s left edge to the left makes it wider. */
  readonly side: 'left' | 'right';
  /** The edge is being dragged. */
  readonly onDrag: (width: number) => void;
  /** A width was chosen: at the end of a drag, or with a key. */
  readonly onChange: (width: number) => void;
}

const STEP_PX = 16;

/** The edge of a panel that can be dragged, or moved with the arrow keys. */
export function Resizer({ label, width, min, max, side, onDrag, onChange }: ResizerProps) {
  const sign = side === 'right' ? 1 : -1;
  const within = (wanted: number) => Math.round(Math.min(max, Math.max(min, wanted)));
  const drag = (down: PointerEvent<HTMLDivElement>) => {
    const edge = down.currentTarget;
    const startX = down.clientX;
    edge.setPointerCapture(down.pointerId);
    let wanted = width;
    edge.onpointermove = (move) => {
      wanted = within(width + sign * (move.clientX - startX));
      onDrag(wanted);
    };
    edge.onlostpointercapture = () => {
      edge.onpointermove = null;
      onChange(wanted);
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
        if (key === 'ArrowRight') onChange(within(width + sign * STEP_PX));
        if (key === 'ArrowLeft') onChange(within(width - sign * STEP_PX));
      }}
      className="relative z-10 -mx-1 w-2 shrink-0 cursor-col-resize touch-none outline-none after:absolute after:inset-y-0 after:left-1/2 after:w-px after:bg-line hover:after:w-0.5 hover:after:bg-accent focus-visible:after:w-0.5 focus-visible:after:bg-accent"
    />
  );
}

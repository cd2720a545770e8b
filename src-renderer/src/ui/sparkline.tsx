interface SparklinePoint {
  readonly atMs: number;
  readonly value: number;
}

interface SparklineProps {
  /** What it shows, for a screen reader: “Files per second of the last 2 minutes, now 120”. */
  readonly label: string;
  /** Oldest first. A value holds until the next one. */
  readonly points: readonly SparklinePoint[];
  readonly fromMs: number;
  readonly toMs: number;
  /** A custom property of tokens.css: `--series-1`. */
  readonly color: `--${string}`;
  readonly className?: string;
}

const WIDTH = 300;
const HEIGHT = 40;
const TOP = 3;

/** A value over time without axes: its course at a glance, beside the number itself. */
export function Sparkline({ label, points, fromMs, toMs, color, className }: SparklineProps) {
  const line = course(points, fromMs, toMs);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
      style={{ color: `var(${color})` }}
    >
      <line
        x1="0"
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        stroke="var(--line)"
        vectorEffect="non-scaling-stroke"
      />
      {line !== undefined && (
        <>
          <polygon
            points={`${line} ${WIDTH},${HEIGHT} ${line.split(',', 1)[0] ?? '0'},${HEIGHT}`}
            fill="currentColor"
            opacity="0.14"
          />
          <polyline
            points={line}
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  );
}

/** The points as SVG has them, from the one that holds at the left edge to the right edge; undefined where there is none. */
function course(points: readonly SparklinePoint[], fromMs: number, toMs: number): string | undefined {
  const begin = Math.max(
    0,
    points.findLastIndex(({ atMs }) => atMs <= fromMs),
  );
  const seen = points.slice(begin);
  const last = seen.at(-1);
  if (last === undefined) return undefined;
  const highest = Math.max(1, ...seen.map(({ value }) => value));
  return [...seen, { ...last, atMs: Math.max(toMs, last.atMs) }]
    .map(({ atMs, value }) => {
      const x = (WIDTH * (Math.max(atMs, fromMs) - fromMs)) / (toMs - fromMs);
      return `${x.toFixed(1)},${(HEIGHT - 1 - ((HEIGHT - 1 - TOP) * value) / highest).toFixed(1)}`;
    })
    .join(' ');
}

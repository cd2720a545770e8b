interface Part {
  readonly id: string;
  readonly text: string;
  readonly count: number;
  /** A custom property of tokens.css: `--cached`. */
  readonly color: `--${string}`;
}

interface StackedBarProps {
  /** What the bar is of, for a screen reader. */
  readonly label: string;
  readonly parts: readonly Part[];
  /** What the whole bar stands for; the sum of the parts where it is left out. */
  readonly total?: number;
}

/** One bar in several meanings. Read with its Legend, which has the same parts in words. */
export function StackedBar({ label, parts, total }: StackedBarProps) {
  const sum = parts.reduce((all, { count }) => all + count, 0);
  const whole = Math.max(total ?? sum, sum, 1);
  return (
    <div role="img" aria-label={label} className="flex h-2.5 overflow-hidden rounded-[6px] bg-line">
      {parts.map(({ id, count, color }) => (
        // what is there is seen, however little of the whole it is
        <span
          key={id}
          style={{ width: `${(100 * count) / whole}%`, minWidth: count > 0 ? 3 : 0, background: `var(${color})` }}
        />
      ))}
    </div>
  );
}

interface LegendProps {
  readonly parts: readonly {
    readonly id: string;
    readonly text: string;
    readonly color: `--${string}`;
    readonly value?: string;
  }[];
}

/** The parts of a chart in words. */
export function Legend({ parts }: LegendProps) {
  return (
    <ul className="flex flex-wrap gap-x-4.5 gap-y-1 text-[12.5px] text-muted">
      {parts.map(({ id, text, color, value }) => (
        <li key={id} className="inline-flex items-center gap-1.5">
          <span className="size-2.25 rounded-[3px]" style={{ background: `var(${color})` }} aria-hidden />
          {text}
          {value !== undefined && <b className="font-semibold text-text">{value}</b>}
        </li>
      ))}
    </ul>
  );
}

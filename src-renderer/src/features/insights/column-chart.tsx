import { type KeyboardEvent, useRef, useState } from 'react';
import { counted } from '../../../../src-protocol/model/words.ts';
import { classNames } from '../../ui/class-names.ts';
import { axisTicks } from './axis-ticks.ts';
import { type Bar, filesOf } from './bars.ts';
import { useBarFilter } from './use-bar-filter.ts';

interface ColumnChartProps {
  /** What it is of, for a screen reader. */
  readonly label: string;
  readonly bars: readonly Bar[];
  /** How many names there is room for at the axis. */
  readonly ticks?: number;
}

/**
 * Files over the steps of a scale. Every column is a button that filters, as high as the chart so that a small one is easy
 * to hit; one of them is in the order of Tab, and the arrow keys go on from there.
 */
export function ColumnChart({ label, bars, ticks = 6 }: ColumnChartProps) {
  const group = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const [looked, setLooked] = useState<string>();
  const most = Math.max(1, ...bars.map(({ files }) => files));
  const current = Math.min(focused, bars.length - 1);
  const moveTo = (at: number) => {
    setFocused(at);
    group.current?.querySelectorAll('button')[at]?.focus();
  };
  const told = bars.find(({ id }) => id === looked);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p aria-hidden className="mb-1 h-4.5 truncate text-sm text-muted">
        {told === undefined ? inShort(bars) : inWords(told)}
      </p>
      <div
        ref={group}
        role="group"
        aria-label={`${label}: ${inShort(bars)}`}
        className="flex min-h-26 flex-1 items-stretch border-b border-line-strong"
        onKeyDown={(event) => {
          const at = indexAfterKey(event, current, bars.length);
          if (at === undefined) return;
          event.preventDefault();
          moveTo(at);
        }}
      >
        {bars.map((bar, at) => (
          <Column
            key={bar.id}
            bar={bar}
            share={bar.files / most}
            isTabStop={at === current}
            onLook={(isLooked) => {
              setLooked(isLooked ? bar.id : undefined);
            }}
            onFocus={() => {
              setFocused(at);
            }}
          />
        ))}
      </div>
      <div aria-hidden className="relative mt-1 h-4 text-2xs text-faint">
        {axisTicks(bars.length, ticks).map(({ at, align }) => (
          <span
            key={at}
            className={classNames(
              'absolute whitespace-nowrap',
              align === 'middle' && '-translate-x-1/2',
              align === 'end' && '-translate-x-full',
            )}
            style={{ left: `${tickPosition(at, align, bars.length).toString()}%` }}
          >
            {bars[at]?.label}
          </span>
        ))}
      </div>
    </div>
  );
}

interface ColumnProps {
  readonly bar: Bar;
  /** Of the highest column, 0 to 1. */
  readonly share: number;
  readonly isTabStop: boolean;
  readonly onLook: (isLooked: boolean) => void;
  readonly onFocus: () => void;
}

function Column({ bar, share, isTabStop, onLook, onFocus }: ColumnProps) {
  const { isOn, toggle } = useBarFilter();
  return (
    <button
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isOn(bar)}
      // one without files is passed by the arrow keys, but filters nothing
      aria-disabled={bar.files === 0}
      aria-label={inWords(bar)}
      className="group/column flex min-w-0 flex-1 flex-col justify-end px-[min(1.5px,12%)] hover:bg-line/50"
      onClick={() => {
        if (bar.files > 0) toggle(bar);
      }}
      onFocus={() => {
        onFocus();
        onLook(true);
      }}
      onBlur={() => {
        onLook(false);
      }}
      onPointerEnter={() => {
        onLook(true);
      }}
      onPointerLeave={() => {
        onLook(false);
      }}
    >
      <span
        className="block w-full rounded-t-[3px] bg-series-1 opacity-80 group-hover/column:opacity-100 group-aria-pressed/column:bg-accent-strong group-aria-pressed/column:opacity-100"
        style={{ height: `${(100 * share).toString()}%`, minHeight: bar.files > 0 ? 2 : 0 }}
      />
    </button>
  );
}

function inWords({ label, detail, files }: Bar): string {
  return `${detail ?? label}: ${counted(files, 'file')}`;
}

function inShort(bars: readonly Bar[]): string {
  const highest = bars.reduce<Bar | undefined>((best, bar) => (bar.files > (best?.files ?? 0) ? bar : best), undefined);
  return `${counted(filesOf(bars), 'file')}, most: ${highest?.label ?? ''}`;
}

function tickPosition(at: number, align: 'start' | 'middle' | 'end', columns: number): number {
  if (align === 'start') return (100 * at) / columns;
  return (100 * (align === 'end' ? at + 1 : at + 0.5)) / columns;
}

function indexAfterKey({ key }: KeyboardEvent, at: number, length: number): number | undefined {
  const last = length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    Home: 0,
    End: last,
  };
  return Object.hasOwn(targets, key) ? targets[key] : undefined;
}

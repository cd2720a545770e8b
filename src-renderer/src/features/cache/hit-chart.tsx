import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { count, percentOf } from '../../../../src-protocol/model/words.ts';
import { localDate } from '../../ui/cell-numbers.ts';
import type { HitDay } from './hit-days.ts';

export const HIT_SERIES = [
  { id: 'unchanged', text: 'Unchanged', color: '--extracted' },
  { id: 'moved', text: 'Moved or renamed', color: '--cached' },
  { id: 'misses', text: 'Not in the cache', color: '--no-metadata' },
] as const;

const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

function dayAndMonth(day: string): string {
  return short.format(Date.parse(day));
}

/** What the cache found by day; the same stands in a table for those who cannot see it. */
export function HitChart({ days }: { readonly days: readonly HitDay[] }) {
  return (
    <>
      <div aria-hidden className="h-36">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 144 }}>
          <BarChart data={[...days]} margin={{ top: 6, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <XAxis
              dataKey="day"
              tickFormatter={dayAndMonth}
              tickLine={false}
              minTickGap={40}
              stroke="var(--line-strong)"
              tick={{ fill: 'var(--faint)', fontSize: 11 }}
            />
            <YAxis
              tickFormatter={count}
              allowDecimals={false}
              axisLine={false}
              tickLine={false}
              width={52}
              tick={{ fill: 'var(--faint)', fontSize: 11 }}
            />
            <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--line)', opacity: 0.5 }} content={DayTooltip} />
            {HIT_SERIES.map(({ id, color }) => (
              <Bar
                key={id}
                dataKey={id}
                stackId="files"
                isAnimationActive={false}
                maxBarSize={28}
                fill={`var(${color})`}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <HitTable days={days} />
    </>
  );
}

interface DayTooltipProps {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: HitDay }[];
}

function DayTooltip({ active = false, payload }: DayTooltipProps) {
  const day = payload?.[0]?.payload;
  if (!active || day === undefined) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-2.5 py-1.5 text-sm shadow-float">
      <p className="font-medium">
        {localDate(day.day)}
        {day.rate !== undefined && <span className="text-muted"> · {percentOf(day.rate)} found</span>}
      </p>
      {HIT_SERIES.map(({ id, text, color }) => (
        <p key={id} className="flex items-center gap-1.5 text-muted">
          <span className="size-2 rounded-[3px]" style={{ background: `var(${color})` }} />
          {text} <b className="ml-auto pl-3 font-semibold text-text">{count(day[id])}</b>
        </p>
      ))}
    </div>
  );
}

function HitTable({ days }: { readonly days: readonly HitDay[] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>What the cache found by day</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {HIT_SERIES.map(({ id, text }) => (
              <th key={id} scope="col">
                {text}
              </th>
            ))}
            <th scope="col">Hit rate</th>
          </tr>
        </thead>
        <tbody>
          {days.flatMap((day) =>
            day.rate === undefined
              ? []
              : [
                  <tr key={day.day}>
                    <th scope="row">{localDate(day.day)}</th>
                    {HIT_SERIES.map(({ id }) => (
                      <td key={id}>{count(day[id])}</td>
                    ))}
                    <td>{percentOf(day.rate)}</td>
                  </tr>,
                ],
          )}
        </tbody>
      </table>
    </div>
  );
}

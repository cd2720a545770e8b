import { Card } from '../../ui/card.tsx';
import { BarList } from './bar-list.tsx';
import type { Bar } from './bars.ts';
import { CapturesCard } from './captures-card.tsx';
import { ColumnChart } from './column-chart.tsx';
import { FormatsCard } from './formats-card.tsx';
import type { Insights } from './insights-query.ts';
import { PlacesCard } from './places-card.tsx';

const LISTS = [
  { of: 'mediaKind', title: 'Kinds' },
  { of: 'model', title: 'Cameras' },
  { of: 'lens', title: 'Lenses' },
  { of: 'make', title: 'Makes' },
] as const satisfies readonly { of: keyof Insights['named']; title: string }[];

const SCALES = [
  { of: 'focalLengthMm', title: 'Focal lengths' },
  { of: 'iso', title: 'ISO' },
  { of: 'fNumber', title: 'Apertures' },
  { of: 'exposureS', title: 'Exposures' },
  { of: 'durationS', title: 'Durations of films and sounds' },
] as const satisfies readonly { of: keyof Insights['measured']; title: string }[];

const MORE_LISTS = [
  { of: 'rating', title: 'Ratings' },
  { of: 'keywords', title: 'Keywords' },
  { of: 'creator', title: 'Creators' },
  { of: 'software', title: 'Software' },
] as const satisfies readonly { of: keyof Insights['named']; title: string }[];

/** All charts that have something to show. */
export function Charts({ insights }: { readonly insights: Insights }) {
  const { formats, named, measured, captures, hours, sizes, places, placed } = insights;
  return (
    <>
      <CapturesCard captures={captures} />
      <ScaleCard title="Hours of the day" bars={hours} />
      <FormatsCard bars={formats} />
      {LISTS.map(({ of, title }) => (
        <ListCard key={of} title={title} bars={named[of]} />
      ))}
      <ScaleCard title="Sizes" bars={sizes} />
      {placed > 0 && <PlacesCard places={places} placed={placed} />}
      {SCALES.map(({ of, title }) => (
        <ScaleCard key={of} title={title} bars={measured[of]} />
      ))}
      {MORE_LISTS.map(({ of, title }) => (
        <ListCard key={of} title={title} bars={named[of]} />
      ))}
    </>
  );
}

interface ChartCardProps {
  readonly title: string;
  readonly bars: readonly Bar[];
}

function ListCard({ title, bars }: ChartCardProps) {
  if (bars.length === 0) return null;
  return (
    <Card title={title} className="min-w-0">
      <BarList bars={bars} />
    </Card>
  );
}

function ScaleCard({ title, bars }: ChartCardProps) {
  if (bars.length === 0) return null;
  return (
    <Card title={title} className="flex min-w-0 flex-col">
      <ColumnChart label={title} bars={bars} ticks={4} />
    </Card>
  );
}

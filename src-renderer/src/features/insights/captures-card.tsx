import { useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CALENDAR_STEPS, type CalendarStep, stepFor } from './calendar-step.ts';
import { ColumnChart } from './column-chart.tsx';
import { captureBars, type Insights } from './insights-query.ts';

const STEP_NAMES: Readonly<Record<CalendarStep, string>> = { year: 'Year', month: 'Month', day: 'Day' };

/** When the files were captured. A click on a year shows its months, and one on a month its days. */
export function CapturesCard({ captures }: Pick<Insights, 'captures'>) {
  const [chosen, setChosen] = useState<CalendarStep>();
  const step = chosen ?? stepFor(captures);
  const bars = captureBars(captures, step);
  if (captures.year.length === 0) return null;
  return (
    <Card
      title="Captured"
      className="col-span-2 flex min-w-0 flex-col"
      aside={
        <Segmented
          label="Step"
          value={step}
          options={CALENDAR_STEPS.map((value) => ({ value, text: STEP_NAMES[value] }))}
          onChange={setChosen}
        />
      }
    >
      {bars.length === 0 ? (
        <p className="py-12 text-center text-muted">No date is known to the {STEP_NAMES[step].toLowerCase()}.</p>
      ) : (
        <ColumnChart label={`Captured by ${STEP_NAMES[step].toLowerCase()}`} bars={bars} />
      )}
    </Card>
  );
}

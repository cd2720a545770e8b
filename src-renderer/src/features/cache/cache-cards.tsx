import { bytes, count, counted, duration, percentOf } from '../../../../src-protocol/model/words.ts';
import { showSettings } from '../../state/settings-section.ts';
import { type CacheStatistics, hitRate } from '../../state/system.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Legend, StackedBar } from '../../ui/stacked-bar.tsx';
import { ago } from '../../ui/time.ts';
import { HIT_SERIES } from './hit-chart.tsx';

/** How often the cache knew a file, since it was begun. */
export function HitRateCard({ cache }: { readonly cache: CacheStatistics }) {
  const rate = hitRate(cache);
  const counts = { unchanged: cache.hitsUnchanged, moved: cache.hitsMoved, misses: cache.misses };
  const parts = HIT_SERIES.map((series) => ({ ...series, count: counts[series.id], value: count(counts[series.id]) }));
  return (
    <Card title="Hit rate" className="col-span-2 flex min-w-0 flex-col">
      <p className="mb-2.5">
        <Figure>{rate === undefined ? '–' : percentOf(rate)}</Figure>{' '}
        <span className="text-sm text-muted">
          of {counted(cache.hitsUnchanged + cache.hitsMoved + cache.misses, 'file')} did not have to be read
        </span>
      </p>
      <StackedBar label={parts.map(({ text, value }) => `${text}: ${value}`).join(', ')} parts={parts} />
      <div className="mt-2.5">
        <Legend parts={parts} />
      </div>
    </Card>
  );
}

export function SavedCard({ cache }: { readonly cache: CacheStatistics }) {
  return (
    <Card title="Time saved" className="min-w-0">
      <p>
        <Figure>{cache.savedMs === 0 ? '–' : duration(cache.savedMs)}</Figure>
      </p>
      <p className="mt-1 text-muted">
        {cache.savedMs === 0
          ? 'Read a folder a second time: what has not changed is there at once.'
          : 'of reading by this computer, as measured when the files were read first.'}
      </p>
    </Card>
  );
}

/** What is kept, and how much of what may be kept that is. */
export function SizeCard({ cache }: { readonly cache: CacheStatistics }) {
  const { bytes: size, limits, entries, keptForJobs, oldestAt, evicted } = cache;
  return (
    <Card title="Size" className="min-w-0">
      <p className="mb-2.5">
        <Figure>{bytes(size)}</Figure> <span className="text-sm text-muted">of {bytes(limits.maxBytes)}</span>
      </p>
      <StackedBar
        label={`${bytes(size)} of ${bytes(limits.maxBytes)} are used`}
        parts={[{ id: 'size', text: 'Used', count: size, color: '--series-1' }]}
        total={limits.maxBytes}
      />
      <dl className="mt-3.5 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
        <Fact name="Entries" value={count(entries)} />
        {keptForJobs > 0 && <Fact name="Kept for results alone" value={count(keptForJobs)} />}
        {oldestAt !== undefined && <Fact name="Oldest entry" value={ago(oldestAt)} />}
        <Fact name="Forgotten so far" value={count(evicted)} />
      </dl>
    </Card>
  );
}

/** `365 days`, `1.5 days`. */
function days(maxAgeDays: number): string {
  return `${maxAgeDays.toLocaleString()} ${maxAgeDays === 1 ? 'day' : 'days'}`;
}

/** How large and how old the cache may get, and the way to where that is set. */
export function LimitsCard({ limits }: Pick<CacheStatistics, 'limits'>) {
  return (
    <Card
      title="Limits"
      className="col-span-2 min-w-0"
      aside={
        <Button
          variant="quiet"
          className="-my-1 -mr-2"
          onClick={() => {
            showSettings('cache');
          }}
        >
          Change in Settings
        </Button>
      }
    >
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
        <Fact name="Size" value={`${bytes(limits.maxBytes)} at most`} />
        <Fact name="Kept for" value={`${days(limits.maxAgeDays)} after it was read`} />
      </dl>
      <p className="mt-2 text-muted">When it is full, what was not used for the longest time goes first.</p>
    </Card>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Figure({ children }: { readonly children: string }) {
  return <b className="text-xl leading-tight font-[650] tracking-[-0.02em]">{children}</b>;
}

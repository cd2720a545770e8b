import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../state/connection.ts';
import { go } from '../../state/route.ts';
import { type CacheStatistics, hitRate, useSystem } from '../../state/system.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Legend } from '../../ui/stacked-bar.tsx';
import { pruneCache } from './cache-actions.ts';
import { HitRateCard, LimitsCard, SavedCard, SizeCard } from './cache-cards.tsx';
import { ClearDialog } from './clear-dialog.tsx';
import { HIT_SERIES, HitChart } from './hit-chart.tsx';
import { hitDays } from './hit-days.ts';

const DAYS_SHOWN = 90;

/** What need not be read again: how much that brings, and how much room it takes. */
export function CacheScreen() {
  const cache = useSystem((system) => system.cache);
  const [isClearing, setClearing] = useState(false);
  if (cache === undefined) return <Screen title="Cache">{null}</Screen>;
  if (cache.entries === 0 && hitRate(cache) === undefined) return <NothingYet cache={cache} />;
  return (
    <Screen
      title="Cache"
      actions={
        <>
          <Button onClick={() => void pruneCache()}>Prune now</Button>
          <Button
            variant="danger"
            disabled={cache.entries === 0}
            onClick={() => {
              setClearing(true);
            }}
          >
            Clear cache
          </Button>
        </>
      }
    >
      <p className="-mt-1 shrink-0 text-muted">
        <Explanation />
      </p>
      <div className="grid shrink-0 grid-cols-3 gap-3">
        <HitRateCard cache={cache} />
        <SavedCard cache={cache} />
        <HistoryCard looked={cache.hitsUnchanged + cache.hitsMoved + cache.misses} />
        <SizeCard cache={cache} />
        <LimitsCard limits={cache.limits} />
      </div>
      <ClearDialog
        entries={cache.entries}
        open={isClearing}
        onClose={() => {
          setClearing(false);
        }}
      />
    </Screen>
  );
}

function Explanation() {
  return (
    <>
      A file is known by its path, size and time of change; one that was moved or renamed by its size, its time and how
      its content begins and ends.
    </>
  );
}

/** `looked`: how often the cache was asked so far; with it the days are asked for anew. */
function HistoryCard({ looked }: { readonly looked: number }) {
  const { data } = useQuery({
    queryKey: ['cache', 'history', looked],
    queryFn: ({ signal }) => api().cache.history({ days: DAYS_SHOWN }, { signal }),
    placeholderData: (before) => before,
  });
  return (
    <Card
      title="By day"
      className="col-span-full min-w-0"
      aside={<Legend parts={HIT_SERIES.map(({ id, text, color }) => ({ id, text, color }))} />}
    >
      <div className="min-h-36">
        {data !== undefined && <HitChart days={hitDays(data.days, new Date().toISOString().slice(0, 10))} />}
      </div>
    </Card>
  );
}

function NothingYet({ cache }: { readonly cache: CacheStatistics }) {
  return (
    <Screen title="Cache">
      <EmptyState
        icon={Database}
        title="Nothing is kept yet"
        actions={
          <Button
            variant="primary"
            onClick={() => {
              go('add');
            }}
          >
            Add files
          </Button>
        }
      >
        What is read from a file is kept, so that the file is not read again until it changes. <Explanation />
      </EmptyState>
      <div className="mx-auto w-full max-w-105 shrink-0">
        <LimitsCard limits={cache.limits} />
      </div>
    </Screen>
  );
}

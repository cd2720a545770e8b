import { counted } from '../../../../src-protocol/model/words.ts';
import { addCondition } from '../../state/results-view.ts';
import { Card } from '../../ui/card.tsx';
import { WorldMap } from '../../ui/world-map.tsx';
import type { Insights } from './insights-query.ts';

/** Where the files were made; a part of the map that is marked becomes a filter. */
export function PlacesCard({ places, placed }: Pick<Insights, 'places' | 'placed'>) {
  return (
    <Card
      title="Places"
      className="col-span-2 flex min-w-0 flex-col"
      aside={<span className="text-sm text-muted">{counted(placed, 'file')} with a position</span>}
    >
      <WorldMap
        places={places}
        label="Where the files were made"
        className="min-h-72 flex-1"
        onChoose={({ south, north, west, east }) => {
          addCondition({ column: 'latitude', test: 'between', from: south, to: north });
          addCondition({ column: 'longitude', test: 'between', from: west, to: east });
        }}
      />
    </Card>
  );
}

import { useState } from 'react';
import { Card } from '../../ui/card.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { BarList } from './bar-list.tsx';
import { type Bar, type Measure, mostFirst } from './bars.ts';

const MEASURES = [
  { value: 'files', text: 'Files' },
  { value: 'bytes', text: 'Size' },
] as const satisfies readonly { value: Measure; text: string }[];

/** Formats by how many files have them, or by how large these are together. */
export function FormatsCard({ bars }: { readonly bars: readonly Bar[] }) {
  const [measure, setMeasure] = useState<Measure>('files');
  if (bars.length === 0) return null;
  return (
    <Card
      title="Formats"
      className="min-w-0"
      aside={<Segmented label="Formats by" value={measure} options={MEASURES} onChange={setMeasure} />}
    >
      <BarList bars={mostFirst(bars, measure)} measure={measure} />
    </Card>
  );
}

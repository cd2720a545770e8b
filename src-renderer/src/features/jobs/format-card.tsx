import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { count, counted } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { showOnly } from '../../state/results-view.ts';
import { go } from '../../state/route.ts';
import { Card } from '../../ui/card.tsx';

const FORMATS_SHOWN = 5;

/** The most frequent formats of a job so far; each leads to its files. */
export const FormatCard = memo(function FormatCard({ jobId }: { readonly jobId: number }) {
  const { data } = useQuery({
    queryKey: ['results', jobId, 'formats'],
    queryFn: ({ signal }) => api().results.facets({ id: jobId, columns: ['format'], limit: FORMATS_SHOWN }, { signal }),
    placeholderData: keepPreviousData,
  });
  const facet = data?.facets[0];
  const most = facet?.values[0]?.files ?? 1;
  return (
    <Card title="By format" className="flex min-h-39 flex-col">
      {facet?.values.length === 0 && <p className="text-muted">No file is done yet.</p>}
      <ul>
        {facet?.values.map(({ value, files }) => (
          <li key={String(value)}>
            <button
              type="button"
              title={`Show the files of format ${String(value)}`}
              onClick={() => {
                showOnly([{ column: 'format', test: 'equals', values: [value] }]);
                go('results', jobId);
              }}
              className="grid h-5 w-full grid-cols-[104px_minmax(0,1fr)_auto] items-center gap-2.5 rounded-sm text-left hover:text-accent-text"
            >
              <span className="truncate">{String(value)}</span>
              <span className="h-1.5 overflow-hidden rounded-[4px] bg-line" aria-hidden>
                <span
                  className="block h-full rounded-[4px] bg-series-1"
                  style={{ width: `${(100 * files) / most}%` }}
                />
              </span>
              <span className="min-w-12 text-right text-muted">{count(files)}</span>
            </button>
          </li>
        ))}
      </ul>
      {facet !== undefined && facet.others > 0 && (
        <p className="mt-auto pt-1 text-sm text-muted">{counted(facet.others, 'file')} of other formats</p>
      )}
    </Card>
  );
});

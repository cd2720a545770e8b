import { reasonOf } from '../../bridge/connection.ts';
import { Button } from '../../ui/button.tsx';
import type { CoverageQuery } from './use-column-coverage.ts';

/** Stands where the columns are to be, until they are there. */
export function ColumnsAwaited({ coverage: { error, refetch } }: { readonly coverage: CoverageQuery }) {
  if (error === null) return <p className="flex-1 text-muted">Looking which columns there are…</p>;
  return (
    <div role="alert" className="flex flex-1 flex-col items-start gap-3">
      <p className="text-muted">The columns could not be loaded: {reasonOf(error)}</p>
      <Button onClick={() => void refetch()}>Try again</Button>
    </div>
  );
}

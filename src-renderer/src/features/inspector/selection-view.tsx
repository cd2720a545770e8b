import { Columns3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { bytes, count, counted } from '../../../../src-protocol/model/words.ts';
import { select } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { compareFields } from './comparison.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { type FileRecord, folderOf, nameOf } from './file-record.ts';
import { Thumbnail } from './preview.tsx';
import { FactLine, FactList, Section } from './section.tsx';
import { type Known, useRecords } from './use-records.ts';

interface SelectionViewProps {
  readonly jobId: number;
  readonly itemIds: readonly number[];
}

/** More are not read for a summary that nobody looks at for long. */
const SUMMARISED_MAX = 24;
export const COMPARED_MAX = 6;

/** Several files: how many, how much, what they have in common. */
export function SelectionView({ jobId, itemIds }: SelectionViewProps) {
  const [isComparing, setComparing] = useState(false);
  const { known, isPending } = useRecords(jobId, itemIds.slice(0, SUMMARISED_MAX));
  const compared = Math.min(itemIds.length, COMPARED_MAX);
  const part = itemIds.length > SUMMARISED_MAX ? ` of the first ${count(SUMMARISED_MAX)}` : '';
  const records = useMemo(() => known.map(({ record }) => record), [known]);
  return (
    <>
      <div className="flex flex-col gap-0.5">
        <h2 className="font-semibold">{counted(itemIds.length, 'file')} selected</h2>
        <p className="text-sm text-muted">
          {isPending ? 'Reading…' : `${bytes(records.reduce((sum, { size }) => sum + (size ?? 0), 0))}${part}`}
        </p>
      </div>
      <div className="flex flex-col items-start gap-1">
        <Button
          icon={Columns3}
          onClick={() => {
            setComparing(true);
          }}
        >
          Compare {count(compared)} files
        </Button>
        {itemIds.length > COMPARED_MAX && (
          <p className="text-sm text-muted">The first {count(COMPARED_MAX)} of the selection are compared.</p>
        )}
      </div>
      {!isPending && <CommonValues records={records} title={`In common${part}`} />}
      <SelectedFiles jobId={jobId} known={known} total={itemIds.length} />
      <CompareDialog
        jobId={jobId}
        itemIds={itemIds.slice(0, COMPARED_MAX)}
        open={isComparing}
        onClose={() => {
          setComparing(false);
        }}
      />
    </>
  );
}

function CommonValues({ records, title }: { readonly records: readonly FileRecord[]; readonly title: string }) {
  const common = useMemo(() => compareFields(records).filter(({ differs }) => !differs), [records]);
  return (
    <Section title={title}>
      {common.length === 0 ? (
        <p className="text-muted">No field has the same value in all of them.</p>
      ) : (
        <FactList>
          {common.map((row) => (
            <FactLine key={row.column} title={row.title}>
              <bdi>{row.values[0]}</bdi>
            </FactLine>
          ))}
        </FactList>
      )}
    </Section>
  );
}

interface SelectedFilesProps {
  readonly jobId: number;
  readonly known: readonly Known[];
  readonly total: number;
}

function SelectedFiles({ jobId, known, total }: SelectedFilesProps) {
  return (
    <Section title="Files">
      <ul className="-mx-1.5 flex flex-col">
        {known.map(({ itemId, record }) => (
          <li key={itemId}>
            <button
              type="button"
              title={`Show ${nameOf(record)} alone`}
              className="flex h-9 w-full items-center gap-2.5 rounded-md px-1.5 text-left hover:bg-bg"
              onClick={() => {
                select(jobId, [itemId]);
              }}
            >
              <span className="flex size-7 shrink-0 items-center justify-center overflow-hidden rounded-sm bg-bg">
                <Thumbnail jobId={jobId} itemId={itemId} kind={record.core.mediaKind} />
              </span>
              <span className="flex min-w-0 flex-col leading-tight">
                <bdi className="truncate">{nameOf(record)}</bdi>
                <bdi className="truncate font-mono text-xs text-muted">{folderOf(record)}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > known.length && <p className="text-sm text-muted">and {count(total - known.length)} more</p>}
    </Section>
  );
}

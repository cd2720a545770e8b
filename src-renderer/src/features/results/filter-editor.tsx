import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import type { FilterCondition } from '../../state/results-view.ts';
import { Button } from '../../ui/button.tsx';
import { cellText, columnTitle } from '../../ui/columns.ts';
import { Checkbox, Field, Select, TextField } from '../../ui/field.tsx';
import { ColumnList } from './column-list.tsx';
import { ColumnsAwaited } from './columns-awaited.tsx';
import {
  type ColumnType,
  type ConditionDraft,
  conditionOf,
  draftOf,
  emptyDraft,
  TEST_WORDS,
  testsOf,
} from './condition-draft.ts';
import { typeOf, useColumnCoverage } from './use-column-coverage.ts';

interface FilterEditorProps {
  readonly jobId: number;
  /** The condition that is changed; without one, its column is chosen first. */
  readonly condition?: FilterCondition;
  readonly onDone: (condition: FilterCondition) => void;
}

/** Writes a condition: which column, which test, which values. */
export function FilterEditor({ jobId, condition, onDone }: FilterEditorProps) {
  const coverage = useColumnCoverage(jobId);
  const { data } = coverage;
  const [draft, setDraft] = useState(() => condition && draftOf(condition));
  if (data === undefined) return <ColumnsAwaited coverage={coverage} />;
  if (draft === undefined)
    return (
      <div className="flex h-96 min-h-0 flex-col">
        <ColumnList
          label="Filter by which column"
          coverage={data}
          onPick={(column) => {
            setDraft(emptyDraft(column, typeOf(data, column)));
          }}
        />
      </div>
    );
  return (
    <Test
      jobId={jobId}
      draft={draft}
      type={typeOf(data, draft.column)}
      onChange={setDraft}
      onDone={onDone}
      onBack={() => {
        setDraft(undefined);
      }}
    />
  );
}

interface TestProps {
  readonly jobId: number;
  readonly draft: ConditionDraft;
  readonly type: ColumnType;
  readonly onChange: (draft: ConditionDraft) => void;
  readonly onDone: (condition: FilterCondition) => void;
  readonly onBack: () => void;
}

function Test({ jobId, draft, type, onChange, onDone, onBack }: TestProps) {
  const condition = conditionOf(draft, type);
  const title = columnTitle(draft.column);
  return (
    <form
      className="flex min-h-0 flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (condition !== undefined) onDone(condition);
      }}
    >
      <div className="flex items-center gap-2">
        <button
          type="button"
          onClick={onBack}
          aria-label={`${title}: choose another column`}
          className="flex min-w-0 flex-1 items-center gap-1 rounded-md font-semibold hover:text-accent"
        >
          <ChevronLeft size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
          <bdi className="truncate">{title}</bdi>
        </button>
        <Select
          aria-label="Test"
          value={draft.test}
          onChange={({ target }) => {
            const test = testsOf(type).find((known) => known === target.value);
            if (test !== undefined) onChange({ ...draft, test });
          }}
        >
          {testsOf(type).map((test) => (
            <option key={test} value={test}>
              {TEST_WORDS[test]}
            </option>
          ))}
        </Select>
      </div>
      <Values jobId={jobId} draft={draft} type={type} onChange={onChange} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={condition === undefined}>
          Apply filter
        </Button>
      </div>
    </form>
  );
}

function Values({ jobId, draft, type, onChange }: Omit<TestProps, 'onDone' | 'onBack'>) {
  if (draft.test === 'has' || draft.test === 'has-not') return null;
  if (draft.test === 'contains' || draft.test === 'contains-not')
    return (
      <TextField
        autoFocus
        aria-label="Text"
        value={draft.text}
        onChange={({ target }) => {
          onChange({ ...draft, text: target.value });
        }}
      />
    );
  if (draft.test === 'between') return <Bounds draft={draft} type={type} onChange={onChange} />;
  return <OneOf jobId={jobId} draft={draft} onChange={onChange} />;
}

function Bounds({ draft, type, onChange }: Pick<TestProps, 'draft' | 'type' | 'onChange'>) {
  const kind = type === 'date' ? 'date' : 'text';
  return (
    <div className="grid grid-cols-2 gap-2">
      {(['from', 'to'] as const).map((bound) => (
        <Field key={bound} label={bound === 'from' ? 'From' : 'To'}>
          {(control) => (
            <TextField
              {...control}
              type={kind}
              autoFocus={bound === 'from'}
              className="w-full"
              value={draft[bound]}
              onChange={({ target }) => {
                onChange({ ...draft, [bound]: target.value });
              }}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

const SUGGESTED_MAX = 200;

/** The values that files have, the most frequent first; what is written narrows them down, or is one itself. */
function OneOf({ jobId, draft, onChange }: Pick<TestProps, 'jobId' | 'draft' | 'onChange'>) {
  const { column, values, text } = draft;
  const { data } = useQuery({
    queryKey: ['results', jobId, 'values', column],
    queryFn: ({ signal }) => api().results.facets({ id: jobId, columns: [column], limit: SUGGESTED_MAX }, { signal }),
  });
  const words = text.trim().toLowerCase();
  const known = (data?.facets[0]?.values ?? []).filter(
    ({ value }) => cellText(column, value).toLowerCase().includes(words) || String(value).toLowerCase().includes(words),
  );
  return (
    <>
      <TextField
        autoFocus
        aria-label="Value"
        placeholder="Search values, or write one"
        value={text}
        onChange={({ target }) => {
          onChange({ ...draft, text: target.value });
        }}
      />
      {known.length > 0 && (
        <ul className="-my-1 flex max-h-60 min-h-0 flex-col gap-1.5 overflow-y-auto py-1" aria-label="Values">
          {known.map(({ value, files }) => (
            <li key={String(value)} className="flex items-start gap-2">
              <div className="min-w-0 flex-1">
                <Checkbox
                  label={cellText(column, value) || '(empty)'}
                  checked={values.includes(value)}
                  onChange={(checked) => {
                    const others = values.filter((other) => other !== value);
                    onChange({ ...draft, text: '', values: checked ? [...others, value] : others });
                  }}
                />
              </div>
              <span className="text-sm text-faint">{count(files)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

import { count } from '../../../../src-protocol/model/words.ts';
import { RadioList } from '../../ui/radio-list.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Switch } from '../../ui/field.tsx';
import { type ExportChoice, FORMATS, isTable, type RowChoice, SELECTION_MAX } from './export-choice.ts';

interface OptionsProps {
  readonly choice: ExportChoice;
  readonly rows: RowChoice;
  readonly viewColumns: number;
  readonly counts: { readonly all: number; readonly filter: number | undefined; readonly selection: number };
  /** Whether something is searched for or filtered now. */
  readonly isFiltered: boolean;
  readonly disabled: boolean;
  readonly onChoose: (change: Partial<ExportChoice>) => void;
  readonly onRows: (rows: RowChoice) => void;
}

/** What is put into the file, and how. */
export function ExportOptions({
  choice,
  rows,
  viewColumns,
  counts,
  isFiltered,
  disabled,
  onChoose,
  onRows,
}: OptionsProps) {
  const { format, columns, excel } = choice;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col items-start gap-1.5">
        <span className="font-medium">Format</span>
        <Segmented
          label="Format"
          value={format}
          options={FORMATS}
          onChange={(chosen) => {
            onChoose({ format: chosen });
          }}
        />
        <p className="min-h-9 text-sm text-muted">{FORMATS.find(({ value }) => value === format)?.goodFor}</p>
      </div>
      <RadioList
        label="Rows"
        value={rows}
        disabled={disabled}
        options={[
          { value: 'all', text: 'All results', note: count(counts.all) },
          {
            value: 'filter',
            text: 'Filtered results',
            note: !isFiltered ? 'no filter' : counts.filter === undefined ? '' : count(counts.filter),
            disabled: !isFiltered,
          },
          {
            value: 'selection',
            text: 'Selected results',
            note: counts.selection > SELECTION_MAX ? 'too many' : count(counts.selection),
            disabled: counts.selection === 0 || counts.selection > SELECTION_MAX,
          },
        ]}
        onChange={onRows}
      />
      {isTable(format) && (
        <>
          <RadioList
            label="Columns"
            value={columns}
            disabled={disabled}
            options={[
              { value: 'view', text: 'This view', note: count(viewColumns) },
              { value: 'core', text: 'Core fields' },
              { value: 'all', text: 'All, with every tag' },
            ]}
            onChange={(chosen) => {
              onChoose({ columns: chosen });
            }}
          />
          <Switch
            label="For Excel"
            hint="Marked as UTF-8, and no text is taken for a formula."
            checked={excel}
            disabled={disabled}
            onChange={(isOn) => {
              onChoose({ excel: isOn });
            }}
          />
        </>
      )}
    </div>
  );
}

import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

interface RadioListProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly text: string;
    /** What it means, in a sentence below it. */
    readonly hint?: string;
    /** At the right: how many. */
    readonly note?: ReactNode;
    readonly disabled?: boolean;
  }[];
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** A choice that needs a line for each of its options. */
export function RadioList<Value extends string>({ label, value, options, disabled, onChange }: RadioListProps<Value>) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="flex min-w-0 flex-col">
      <legend className="mb-1 font-medium">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            'flex gap-2',
            option.hint === undefined ? 'h-7 items-center' : 'items-start py-1',
            (disabled || option.disabled) && 'text-muted',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => {
              onChange(option.value);
            }}
            className={classNames('m-0 size-3.5 shrink-0 accent-accent', option.hint !== undefined && 'mt-0.75')}
          />
          {option.hint === undefined ? (
            <span className="min-w-0 truncate">{option.text}</span>
          ) : (
            <span className="flex min-w-0 flex-col">
              {option.text}
              <span className="text-sm text-muted">{option.hint}</span>
            </span>
          )}
          {option.note !== undefined && <span className="ml-auto text-sm text-muted">{option.note}</span>}
        </label>
      ))}
    </fieldset>
  );
}

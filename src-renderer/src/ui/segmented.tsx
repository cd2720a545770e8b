import { useId } from 'react';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}

/** A choice among two to five that are seen at once. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex h-7 shrink-0 rounded-md border border-line-strong bg-bg p-0.5"
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex items-center rounded-[5px] px-2.5 text-sm text-muted has-checked:bg-raised has-checked:text-text has-checked:ring-1 has-checked:ring-line-strong"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => {
              onChange(option.value);
            }}
            className="absolute inset-0 m-0 appearance-none rounded-[5px]"
          />
          {option.text}
        </label>
      ))}
    </div>
  );
}

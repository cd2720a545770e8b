import { Minus, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Field } from './field.tsx';

interface StepperProps {
  readonly label: string;
  /** What the number means, in a sentence. */
  readonly hint?: ReactNode;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A small whole number, with a step up and a step down. What is written counts once it is left, or with Enter. */
export function Stepper({ label, hint, value, min, max, disabled = false, onChange }: StepperProps) {
  const [draft, setDraft] = useState<string>();
  const set = (wanted: number) => {
    setDraft(undefined);
    const bounded = Math.min(max, Math.max(min, wanted));
    if (bounded !== value) onChange(bounded);
  };
  const commit = () => {
    if (draft === undefined) return;
    const wanted = Number.parseInt(draft, 10);
    if (Number.isNaN(wanted)) setDraft(undefined);
    else set(wanted);
  };
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <span className="inline-flex h-7 w-26 shrink-0 items-stretch overflow-hidden rounded-md border border-line-strong bg-panel focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent">
          <Step
            icon={Minus}
            label={`${label}: one less`}
            disabled={disabled || value <= min}
            onClick={() => {
              set(value - 1);
            }}
          />
          <input
            {...control}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            disabled={disabled}
            value={draft ?? value.toString()}
            className="w-full min-w-0 border-x border-line text-center outline-none disabled:opacity-50"
            onChange={(event) => {
              setDraft(event.target.value);
            }}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit();
              if (event.key === 'Escape') setDraft(undefined);
              if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
              event.preventDefault();
              set(value + (event.key === 'ArrowUp' ? 1 : -1));
            }}
          />
          <Step
            icon={Plus}
            label={`${label}: one more`}
            disabled={disabled || value >= max}
            onClick={() => {
              set(value + 1);
            }}
          />
        </span>
      )}
    </Field>
  );
}

interface StepProps {
  readonly icon: typeof Plus;
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Step({ icon: Icon, label, disabled, onClick }: StepProps) {
  return (
    <button
      type="button"
      // the arrow keys in the number do the same
      tabIndex={-1}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
      className="inline-flex w-7 shrink-0 items-center justify-center text-muted hover:bg-line/60 hover:text-text disabled:pointer-events-none disabled:opacity-40"
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui';
import { Check, ChevronDown } from 'lucide-react';
import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, useId } from 'react';
import { classNames } from './class-names.ts';

const BOX =
  'h-7 rounded-md border border-line-strong bg-panel px-2.5 text-text disabled:opacity-50 aria-invalid:border-bad';

type InputProps = InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> };

/** One line to write in. It needs a label: a Field around it, or an aria-label. */
export function TextField({ className, ...rest }: InputProps) {
  return <input type="text" autoComplete="off" spellCheck={false} className={classNames(BOX, className)} {...rest} />;
}

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & { readonly ref?: Ref<HTMLSelectElement> };

/** One of a few choices; the list is the system's own. */
export function Select({ className, children, ...rest }: SelectProps) {
  return (
    <span className={classNames('relative inline-flex', className)}>
      <select className={classNames(BOX, 'w-full appearance-none pr-7')} {...rest}>
        {children}
      </select>
      <ChevronDown size={14} className="pointer-events-none absolute top-1.5 right-2 text-muted" aria-hidden />
    </span>
  );
}

interface FieldProps {
  readonly label: string;
  /** What it means, in a sentence. */
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: (control: ControlIds) => ReactNode;
}

/** What a control needs to be known by its label and what is said of it: `<TextField {...control} />`. */
export interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A control with its label above, and what is wrong with it below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': error !== undefined,
      })}
      {note !== undefined && (
        <span id={`${id}-note`} className={classNames('text-sm', error === undefined ? 'text-muted' : 'text-bad')}>
          {note}
        </span>
      )}
    </div>
  );
}

interface LabelProps {
  /** Of the control; the hint has it with `-hint` after it. */
  readonly id: string;
  readonly label: ReactNode;
  readonly hint: ReactNode | undefined;
  readonly className: string;
}

/** The label of a control that stands beside it, and what it means below. */
export function LabelAndHint({ id, label, hint, className }: LabelProps) {
  return (
    <span className="flex min-w-0 flex-col">
      <label htmlFor={id} className={className}>
        {label}
      </label>
      {hint !== undefined && (
        <span id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </span>
      )}
    </span>
  );
}

interface ToggleProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Something that is on or off at once. */
export function Switch({ label, hint, checked, disabled = false, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 h-4 w-7 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors duration-100 data-[state=checked]:bg-accent disabled:opacity-50"
      >
        <RadixSwitch.Thumb className="block size-3 rounded-full bg-panel transition-transform duration-100 data-[state=checked]:translate-x-3" />
      </RadixSwitch.Root>
      <LabelAndHint id={id} label={label} hint={hint} className="font-medium" />
    </div>
  );
}

/** One of several things that are chosen together. */
export function Checkbox({ label, hint, checked, disabled = false, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 items-start gap-2">
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(state) => {
          onChange(state === true);
        }}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 flex size-3.5 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-panel text-on-accent data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50"
      >
        <RadixCheckbox.Indicator>
          <Check size={12} strokeWidth={3} aria-hidden />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <LabelAndHint id={id} label={label} hint={hint} className="min-w-0 truncate" />
    </div>
  );
}

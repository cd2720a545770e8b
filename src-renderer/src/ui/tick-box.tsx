import { Check, Minus } from 'lucide-react';
import { classNames } from './class-names.ts';

interface TickBoxProps {
  /** It has no text beside it: its name for a screen reader. */
  readonly label: string;
  readonly checked: boolean;
  /** Some of what it stands for is chosen. */
  readonly mixed?: boolean;
  readonly onChange: () => void;
}

/** The box of a row in a list that has keys of its own; the Tab key goes past it. */
export function TickBox({ label, checked, mixed = false, onChange }: TickBoxProps) {
  const Sign = mixed ? Minus : Check;
  return (
    <button
      type="button"
      role="checkbox"
      tabIndex={-1}
      aria-label={label}
      aria-checked={mixed ? 'mixed' : checked}
      onClick={onChange}
      className={classNames(
        'flex size-3.5 shrink-0 items-center justify-center rounded-sm border',
        checked || mixed ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-panel',
      )}
    >
      {(checked || mixed) && <Sign size={12} strokeWidth={3} aria-hidden />}
    </button>
  );
}

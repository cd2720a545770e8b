import { X } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

const SHAPE =
  'inline-flex h-6 max-w-full shrink-0 items-center gap-1.5 rounded-[7px] border px-2 text-sm whitespace-nowrap';

interface ChipProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly on?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A choice that stands among others, or opens more of it. */
export function Chip({ on = false, className, children, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      className={classNames(
        SHAPE,
        'transition-colors duration-100',
        on
          ? 'border-transparent bg-accent-soft text-accent-text'
          : 'border-line-strong bg-panel text-muted hover:text-text',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}

interface RemovableChipProps {
  readonly children: ReactNode;
  /** What the cross does, for a screen reader: “Remove the filter ISO ≥ 3200”. */
  readonly removeLabel: string;
  readonly onRemove: () => void;
  readonly onOpen?: () => void;
  /** It is offered, and not in force. */
  readonly plain?: boolean;
}

/** Something that was set, and can be taken away again. */
export function RemovableChip({ children, removeLabel, onRemove, onOpen, plain = false }: RemovableChipProps) {
  return (
    <span
      className={classNames(
        SHAPE,
        'pr-1',
        plain
          ? 'border-line-strong bg-panel text-muted hover:text-text'
          : 'border-transparent bg-accent-soft text-accent-text',
      )}
    >
      {onOpen === undefined ? (
        <span className="truncate">{children}</span>
      ) : (
        <button type="button" className="truncate" onClick={onOpen}>
          {children}
        </button>
      )}
      <button
        type="button"
        aria-label={removeLabel}
        className={classNames('rounded-sm p-0.5', plain ? 'hover:bg-line/60' : 'hover:bg-panel/60')}
        onClick={onRemove}
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}

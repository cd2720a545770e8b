import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

type Attributes = ButtonHTMLAttributes<HTMLButtonElement> & { readonly ref?: Ref<HTMLButtonElement> };

interface ButtonProps extends Attributes {
  /** One primary button a screen at most: what the person came to do. */
  readonly variant?: 'default' | 'primary' | 'quiet' | 'danger';
  readonly icon?: LucideIcon;
}

const LOOKS = {
  default: 'border-line-strong bg-raised text-text hover:bg-bg',
  primary: 'border-accent bg-accent text-on-accent hover:bg-accent-strong hover:border-accent-strong',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-line/60 hover:text-text',
  danger: 'border-line-strong bg-raised text-bad hover:bg-bad-soft',
} as const;

export function Button({ variant = 'default', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 text-[12.5px] font-medium whitespace-nowrap transition-colors duration-100',
        'disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50',
        LOOKS[variant],
        className,
      )}
      {...rest}
    >
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Attributes {
  readonly icon: LucideIcon;
  /** What it does: its name for a screen reader, and its tooltip. */
  readonly label: string;
  /** The key that does the same, shown in the tooltip. */
  readonly shortcut?: string;
  readonly pressed?: boolean;
}

export function IconButton({ icon: Icon, label, shortcut, pressed, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-line/60 hover:text-text',
          'disabled:pointer-events-none disabled:opacity-50 aria-pressed:bg-accent-soft aria-pressed:text-accent-text',
          className,
        )}
        {...rest}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  );
}

import { Lightbulb, X } from 'lucide-react';
import type { ReactNode } from 'react';

interface HintProps {
  readonly children: ReactNode;
  readonly onDismiss: () => void;
}

/** Something worth knowing at first use, in a line that can be put away. */
export function Hint({ children, onDismiss }: HintProps) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-muted">
      <Lightbulb size={14} strokeWidth={1.75} aria-hidden className="shrink-0 text-accent" />
      <span className="min-w-0 truncate">{children}</span>
      <button
        type="button"
        aria-label="Dismiss this hint"
        onClick={onDismiss}
        className="inline-flex size-5 shrink-0 items-center justify-center rounded-sm hover:bg-line/60 hover:text-text"
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}

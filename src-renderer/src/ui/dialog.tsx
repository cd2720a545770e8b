import { Dialog as Radix } from 'radix-ui';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { focusBack } from './focus.ts';

interface DialogProps {
  readonly title: string;
  /** What it is about, in a sentence. */
  readonly description?: ReactNode;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly size?: keyof typeof WIDTHS;
  /** The buttons, at the bottom right. */
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
}

const WIDTHS = {
  small: 'w-105',
  medium: 'w-150',
  large: 'w-215',
  full: 'h-[calc(100vh-48px)] w-[calc(100vw-48px)]',
} as const;

/**
 * Something to be done before going on. The backdrop is ours: that of Radix adds a style sheet to the page to keep it from
 * scrolling, which our content-security policy refuses and our page, which never scrolls, does not need.
 */
export function Dialog({ title, description, open, onClose, size = 'small', footer, children }: DialogProps) {
  return (
    <Radix.Root
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.35)]" aria-hidden />
        <Radix.Content
          {...(description === undefined && { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusItself}
          onCloseAutoFocus={focusBack}
          className={classNames(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-48px)] max-w-[calc(100vw-48px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-panel shadow-float focus:outline-none',
            WIDTHS[size],
          )}
        >
          <div className="flex items-start justify-between gap-3 px-5 pt-4">
            <div className="flex min-w-0 flex-col gap-0.5">
              <Radix.Title className="text-[15px] font-semibold">{title}</Radix.Title>
              {description !== undefined && <Radix.Description className="text-muted">{description}</Radix.Description>}
            </div>
            <IconButton icon={X} label="Close" className="-mr-1.5" onClick={onClose} />
          </div>
          <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-5 py-4">{children}</div>
          {footer !== undefined && (
            <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The first control is the cross, whose tooltip would open with the focus and take the first Escape for itself. */
function focusItself(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

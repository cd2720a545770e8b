import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { isMovedByKeyboard } from './focus.ts';
import { Kbd } from './kbd.tsx';

interface TooltipProps {
  readonly text: string;
  readonly shortcut?: string | undefined;
  readonly children: ReactElement;
}

/** Says what a control without a text is for. What a person has to know never stands in a tooltip alone. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger
        asChild
        onFocus={(event) => {
          // the focus that comes back when a menu or dialog closes is no question what the control is for
          if (!isMovedByKeyboard()) event.preventDefault();
        }}
      >
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-80 items-center gap-2 rounded-md border border-line bg-raised px-2 py-1 text-sm text-text shadow-float select-none"
        >
          {text}
          {shortcut !== undefined && <Kbd keys={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Once around everything: after the first tooltip, the next ones come at once. */
export const TooltipProvider = Radix.Provider;

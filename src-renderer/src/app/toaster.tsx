import { Toast as Radix } from 'radix-ui';
import { X } from 'lucide-react';
import { dismissToast, type Toast, UNDO_MS, useToasts } from '../state/toasts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';

const BAD_MS = 12_000;

/** What has just happened, at the bottom right, for a few seconds. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  // where the last message went away under the pointer, Radix would hold the next one for ever: it gets a provider of its own
  if (toasts.length === 0) return null;
  return (
    <Radix.Provider swipeDirection="right" label="Message">
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
      <Radix.Viewport className="fixed right-4 bottom-10 z-50 flex w-96 max-w-[calc(100vw-32px)] flex-col gap-2 outline-none" />
    </Radix.Provider>
  );
}

function One({ toast: { id, text, tone, action } }: { readonly toast: Toast }) {
  return (
    <Radix.Root
      type={tone === 'bad' ? 'foreground' : 'background'}
      duration={tone === 'bad' ? BAD_MS : UNDO_MS}
      onOpenChange={(isOpen) => {
        if (!isOpen) dismissToast(id);
      }}
      className={classNames(
        'flex items-start gap-2 rounded-lg border bg-raised py-2 pr-2 pl-3.5 shadow-float',
        tone === 'bad' ? 'border-bad' : 'border-line',
      )}
    >
      <Radix.Description className="min-w-0 grow self-center wrap-anywhere select-text">{text}</Radix.Description>
      {action !== undefined && (
        <Radix.Action asChild altText={action.text} onClick={action.run}>
          <Button variant="quiet" className="text-accent-text">
            {action.text}
          </Button>
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton icon={X} label="Dismiss" />
      </Radix.Close>
    </Radix.Root>
  );
}

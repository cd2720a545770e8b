import { classNames } from './class-names.ts';
import { keysInWords } from './shortcut.ts';

/** A key or a combination, written for the person's system: `Mod+K` is ⌘K on a Mac and Ctrl K elsewhere. */
export function Kbd({ keys, className }: { readonly keys: string; readonly className?: string }) {
  return (
    <kbd
      className={classNames(
        'rounded-sm border border-line px-1.5 font-mono text-2xs leading-4 whitespace-nowrap text-faint',
        className,
      )}
    >
      {keysInWords(keys)}
    </kbd>
  );
}

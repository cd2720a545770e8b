import { closeDialog, useDialog } from '../../state/dialogs.ts';
import type { Command } from '../../ui/command.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';

interface Keys {
  readonly title: string;
  /** Several are ways to the same. */
  readonly shortcuts: readonly string[];
}

interface KeyGroup {
  readonly title: string;
  readonly keys: readonly Keys[];
}

/** Keys of single screens, as their tables and lists have them. */
const SCREEN_KEYS: readonly KeyGroup[] = [
  {
    title: 'Results',
    keys: [
      { title: 'Move in the table', shortcuts: ['Up', 'Down'] },
      { title: 'To the first or last file', shortcuts: ['Home', 'End'] },
      { title: 'Extend the selection', shortcuts: ['Shift+Up', 'Shift+Down'] },
      { title: 'Select all', shortcuts: ['Mod+A'] },
      { title: 'Copy the selected rows', shortcuts: ['Mod+C'] },
      { title: 'Search in the results', shortcuts: ['Mod+F'] },
      { title: 'Show or hide the inspector', shortcuts: ['Mod+I'] },
      { title: 'Open the inspector', shortcuts: ['Enter'] },
      { title: 'Select or unselect', shortcuts: ['Space'] },
    ],
  },
  {
    title: 'Add files',
    keys: [
      { title: 'Add the paths that were copied', shortcuts: ['Mod+V'] },
      { title: 'Start', shortcuts: ['Mod+Enter'] },
    ],
  },
  {
    title: 'Jobs',
    keys: [{ title: 'Move up or down in the queue', shortcuts: ['Alt+Up', 'Alt+Down'] }],
  },
  {
    title: 'Everywhere',
    keys: [
      { title: 'Next or previous control', shortcuts: ['Tab', 'Shift+Tab'] },
      { title: 'Close what is open', shortcuts: ['Esc'] },
    ],
  },
];

/** All keys, by where they work. */
export function KeyboardHelp({ commands }: { readonly commands: readonly Command[] }) {
  const isOpen = useDialog(({ open }) => open === 'keyboard-help');
  return (
    <Dialog open={isOpen} onClose={closeDialog} title="Keyboard" size="large">
      <div ref={focus} tabIndex={0} role="region" aria-label="Keys" className="columns-2 gap-8 outline-none">
        {[programKeys(commands), ...SCREEN_KEYS].map(({ title, keys }) => (
          <section key={title} aria-label={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-sm font-semibold text-muted">{title}</h3>
            <dl>
              {keys.map((key) => (
                <div key={key.title} className="flex h-6.5 items-center justify-between gap-3 border-b border-line">
                  <dt className="min-w-0 truncate">{key.title}</dt>
                  <dd className="m-0 flex shrink-0 gap-1">
                    {key.shortcuts.map((shortcut) => (
                      <Kbd key={shortcut} keys={shortcut} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** So that the arrow keys scroll where not all of it is seen. */
function focus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

function programKeys(commands: readonly Command[]): KeyGroup {
  return {
    title: 'Program',
    keys: commands.flatMap(({ title, shortcut }) => (shortcut === undefined ? [] : [{ title, shortcuts: [shortcut] }])),
  };
}

import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface TabsProps<Id extends string> {
  /** Of the list of tabs. */
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly title: string }[];
  readonly value: Id;
  readonly place: keyof typeof PLACES;
  readonly className?: string;
  readonly onChange: (id: Id) => void;
  /** What the chosen tab shows. */
  readonly children: ReactNode;
}

/** Where the list of tabs is. */
const PLACES = {
  side: {
    orientation: 'vertical',
    root: 'grid grid-cols-[168px_minmax(0,1fr)] gap-4.5',
    list: 'flex min-h-0 flex-col gap-0.5 overflow-y-auto',
    tab: 'flex h-8 shrink-0 items-center rounded-md px-2.5 text-left font-medium text-muted -outline-offset-2 transition-colors duration-100 hover:bg-line/60 hover:text-text data-[state=active]:bg-accent-soft data-[state=active]:text-accent-text',
    content: '-mr-4.5 flex min-h-0 flex-col overflow-y-auto pr-4.5 -outline-offset-2',
  },
  above: {
    orientation: 'horizontal',
    root: 'flex flex-col gap-4',
    list: 'flex gap-1 border-b border-line',
    tab: '-mb-px h-8 border-b-2 border-transparent px-2.5 font-medium text-muted -outline-offset-2 hover:text-text data-[state=active]:border-accent data-[state=active]:text-accent-text',
    content: 'flex grow flex-col outline-offset-2',
  },
} as const;

/** Several things of which one is shown; what was begun in one is gone when another is chosen. */
export function Tabs<Id extends string>({ label, tabs, value, place, className, onChange, children }: TabsProps<Id>) {
  const { orientation, root, list, tab, content } = PLACES[place];
  return (
    <Radix.Root
      orientation={orientation}
      value={value}
      onValueChange={(chosen) => {
        const next = tabs.find(({ id }) => id === chosen);
        if (next !== undefined) onChange(next.id);
      }}
      className={classNames(root, className)}
    >
      <Radix.List aria-label={label} className={list}>
        {tabs.map(({ id, title }) => (
          <Radix.Trigger key={id} value={id} className={tab}>
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content key={value} value={value} className={content}>
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

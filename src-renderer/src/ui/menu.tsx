import { Check, ChevronRight, type LucideIcon } from 'lucide-react';
import { ContextMenu, DropdownMenu } from 'radix-ui';
import { type ReactElement, type ReactNode, useId, useMemo } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

/** One line of a menu. `separator` stands above it. */
export interface MenuItem {
  readonly id: string;
  readonly text: string;
  readonly icon?: LucideIcon;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly separator?: boolean;
  /** There where the line is one that is on or off. */
  readonly checked?: boolean;
  readonly items?: readonly MenuItem[];
  readonly onSelect?: () => void;
}

const PANEL =
  'z-50 max-h-[min(480px,var(--radix-popper-available-height))] min-w-44 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float';
const LINE =
  'flex h-7 cursor-default items-center gap-2 rounded-[6px] px-2 outline-none data-highlighted:bg-accent-soft data-highlighted:text-accent-text data-disabled:opacity-50';

interface MenuProps {
  readonly items: readonly MenuItem[];
  /** The control that opens it. */
  readonly children: ReactElement;
  readonly align?: 'start' | 'end';
}

/** A menu that a button opens. */
export function Menu({ items, children, align = 'start' }: MenuProps) {
  return (
    // not modal: Radix would add a style sheet to the page, which our content-security policy refuses
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={PANEL}>
          <Lines items={items} of={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The same for the right mouse button and the menu key. */
export function ContextMenuArea({ items, children }: Omit<MenuProps, 'align'>) {
  const areaId = useId();
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild id={areaId}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content data-area={areaId} collisionPadding={8} className={PANEL}>
          <Lines items={items} of={ContextMenu} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

type Family = typeof DropdownMenu | typeof ContextMenu;

function Lines({ items, of: Family }: { readonly items: readonly MenuItem[]; readonly of: Family }): ReactNode {
  return items.map((item) => <Line key={item.id} item={item} of={Family} />);
}

function Line({ item, of: Family }: { readonly item: MenuItem; readonly of: Family }) {
  const { text, icon: Icon, shortcut, disabled = false, danger = false, separator = false, items, checked } = item;
  const look = classNames(LINE, danger && 'text-bad');
  const hasItems = items !== undefined;
  // the same element while it looks the same: Radix reads a line's text, and sets state, after each change of its children
  const inside = useMemo(
    () => (
      <>
        {checked !== undefined ? (
          <span className="inline-flex w-4 justify-center">{checked && <Check size={14} aria-hidden />}</span>
        ) : (
          Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />
        )}
        <span className="grow truncate">{text}</span>
        {shortcut !== undefined && <Kbd keys={shortcut} className="ml-4" />}
        {hasItems && <ChevronRight size={14} aria-hidden />}
      </>
    ),
    [text, Icon, shortcut, checked, hasItems],
  );
  return (
    <>
      {separator && <Family.Separator className="mx-1 my-1 h-px bg-line" />}
      {items !== undefined ? (
        <Family.Sub>
          <Family.SubTrigger className={look} disabled={disabled}>
            {inside}
          </Family.SubTrigger>
          <Family.Portal>
            <Family.SubContent sideOffset={2} collisionPadding={8} className={PANEL}>
              <Lines items={items} of={Family} />
            </Family.SubContent>
          </Family.Portal>
        </Family.Sub>
      ) : checked !== undefined ? (
        <Family.CheckboxItem className={look} checked={checked} disabled={disabled} onSelect={item.onSelect}>
          {inside}
        </Family.CheckboxItem>
      ) : (
        <Family.Item className={look} disabled={disabled} onSelect={item.onSelect}>
          {inside}
        </Family.Item>
      )}
    </>
  );
}

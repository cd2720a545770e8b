import { Copy, Ellipsis, Filter, Hash, TableProperties, Tag as TagIcon } from 'lucide-react';
import { type FocusEvent, memo, useState } from 'react';
import { addColumn, addCondition, useResultsView } from '../../state/results-view.ts';
import { notify } from '../../state/toasts.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { copyText } from '../../state/clipboard.ts';
import { RawValue } from './section.tsx';
import type { Tag } from './tags.ts';

interface TagLineProps {
  readonly tag: Tag;
  readonly values: 'printed' | 'raw';
  /** Whether the tabulator comes here; from line to line go the arrows. */
  readonly isTabStop: boolean;
}

const CLAMPED_CHARACTERS = 280;
const CLAMPED_LINES = 6;

/** Name and value of a tag. What can be done with it appears while the pointer or the focus is on it. */
export const TagLine = memo(function TagLine({ tag, values, isTabStop }: TagLineProps) {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const value = values === 'raw' ? (tag.raw ?? tag.printed) : tag.printed;
  const copyValue = () => {
    copyText(value, `The value of ${tag.key} is on the clipboard.`);
  };
  return (
    <li
      className="relative -mx-1.5 grid grid-cols-[minmax(0,0.7fr)_minmax(0,1fr)] items-baseline gap-x-3 rounded-sm px-1.5 py-0.5 hover:bg-bg"
      onPointerEnter={() => {
        setPointed(true);
      }}
      onPointerLeave={() => {
        setPointed(false);
      }}
      onFocus={() => {
        setFocused(true);
      }}
      onBlur={(event: FocusEvent) => {
        setFocused(event.currentTarget.contains(event.relatedTarget));
      }}
    >
      <button
        type="button"
        data-line={tag.key}
        tabIndex={isTabStop ? 0 : -1}
        title={`${tag.key}: click copies the value`}
        className="truncate rounded-sm text-left text-sm text-muted hover:text-text"
        onClick={copyValue}
      >
        {tag.name}
      </button>
      <div className="min-w-0 text-sm wrap-anywhere select-text">
        <Clamped text={value} isMono={values === 'raw'} />
        {values === 'printed' && tag.raw !== undefined && tag.raw.length <= CLAMPED_CHARACTERS && (
          <>
            {' '}
            <RawValue>{tag.raw}</RawValue>
          </>
        )}
      </div>
      {(isPointed || isFocused) && (
        <div className="absolute top-0 right-[59%] flex rounded-md border border-line bg-raised">
          <IconButton icon={Copy} label={`Copy the value of ${tag.name}`} className="size-5.5!" onClick={copyValue} />
          <Menu items={actionsOf(tag, values)} align="end">
            <IconButton icon={Ellipsis} label={`More for ${tag.name}`} className="size-5.5!" />
          </Menu>
        </div>
      )}
    </li>
  );
});

function Clamped({ text, isMono }: { readonly text: string; readonly isMono: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const lines = text.split('\n', CLAMPED_LINES + 1);
  const isLong = text.length > CLAMPED_CHARACTERS || lines.length > CLAMPED_LINES;
  const shown = isOpen || !isLong ? text : `${lines.slice(0, CLAMPED_LINES).join('\n').slice(0, CLAMPED_CHARACTERS)}…`;
  return (
    <>
      <bdi className={isMono ? 'font-mono text-xs whitespace-pre-wrap' : 'whitespace-pre-wrap'}>{shown}</bdi>
      {isLong && (
        <button
          type="button"
          className="block text-xs font-medium text-accent-text hover:underline"
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  );
}

function actionsOf({ key, name, scalar, raw }: Tag, values: 'printed' | 'raw'): MenuItem[] {
  const { columns } = useResultsView.getState();
  const isShown = columns.some(({ column }) => column === key);
  return [
    {
      id: 'column',
      text: isShown ? 'Is a column of the table' : 'Add as column to the table',
      icon: TableProperties,
      disabled: isShown,
      onSelect: () => {
        addColumn(key);
        notify(`${name} is a column of the table now.`);
      },
    },
    {
      id: 'filter',
      text: 'Filter by this value',
      icon: Filter,
      disabled: scalar === undefined,
      onSelect: () => {
        if (scalar === undefined) return;
        const column = values === 'raw' && raw !== undefined ? `${key}#` : key;
        addCondition({ column, test: 'equals', values: [scalar[values]] });
      },
    },
    {
      id: 'present',
      text: 'Only files that have this tag',
      icon: TagIcon,
      onSelect: () => {
        addCondition({ column: key, test: 'present' });
      },
    },
    {
      id: 'name',
      text: 'Copy the name of the tag',
      icon: Hash,
      separator: true,
      onSelect: () => {
        copyText(key, `${key} is on the clipboard.`);
      },
    },
  ];
}

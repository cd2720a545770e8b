import { ChevronDown, ChevronRight, FoldVertical, UnfoldVertical } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { searchTags, setGroupsOpen, showValues, useInspectorView } from './inspector-view.ts';
import { TagLine } from './tag-line.tsx';
import { groupTags, matchingTags, type TagGroup, tagsOf } from './tags.ts';

/** So many of one group are drawn until more are asked for; hardly any group has as many. */
const SHOWN_OF_GROUP = 500;
const LINE_PX = 22;

/** Every tag of a file by its group: searched, as printed or raw, and from line to line by the arrows. */
export function TagList({ tags: record }: { readonly tags: Readonly<Record<string, unknown>> }) {
  const { closedGroups, values, tagSearch } = useInspectorView();
  const search = useDeferredValue(tagSearch);
  const tags = useMemo(() => tagsOf(record), [record]);
  const groups = useMemo(() => groupTags(matchingTags(tags, search)), [tags, search]);
  const [focusedLine, setFocusedLine] = useState<string>();

  // while something is searched for, what was found is shown
  const isOpen = (group: TagGroup) => search !== '' || !closedGroups.has(group.name);
  const isThere = groups.some(
    (group) => lineOf(group) === focusedLine || (isOpen(group) && group.tags.some(({ key }) => key === focusedLine)),
  );
  const tabStop = isThere ? focusedLine : groups[0] && lineOf(groups[0]);
  const names = groups.map(({ name }) => name);
  const areAllClosed = names.every((name) => closedGroups.has(name));

  return (
    <section aria-label="All tags" className="flex flex-col gap-1">
      <div className="sticky -top-3.5 z-10 -mx-4 flex flex-col gap-2 bg-panel px-4 py-2">
        <div className="flex items-center justify-between gap-2">
          <h3 className="font-semibold">All tags</h3>
          <div className="flex items-center gap-1">
            <IconButton
              icon={areAllClosed ? UnfoldVertical : FoldVertical}
              label={areAllClosed ? 'Open all groups' : 'Close all groups'}
              disabled={search !== ''}
              onClick={() => {
                setGroupsOpen(names, areAllClosed);
              }}
            />
            <Segmented
              label="Values"
              value={values}
              options={[
                { value: 'printed', text: 'Printed' },
                { value: 'raw', text: 'Raw' },
              ]}
              onChange={showValues}
            />
          </div>
        </div>
        <TextField
          type="search"
          aria-label="Search tags"
          placeholder={`Search ${count(tags.length)} tags`}
          className="w-full"
          value={tagSearch}
          onChange={(event) => {
            searchTags(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || tagSearch === '') return;
            event.preventDefault(); // the next one goes back to the table
            searchTags('');
          }}
        />
      </div>
      {groups.length === 0 && (
        <p className="py-2 text-muted">{tags.length === 0 ? 'The file has no tags.' : 'No tag matches the search.'}</p>
      )}
      <div
        className="flex flex-col gap-1"
        onKeyDown={moveByArrows}
        onFocus={({ target }) => {
          if (target.dataset['line'] !== undefined) setFocusedLine(target.dataset['line']);
        }}
      >
        {groups.map((group) => (
          <Group key={group.name} group={group} isOpen={isOpen(group)} values={values} tabStop={tabStop} />
        ))}
      </div>
    </section>
  );
}

function lineOf({ name }: TagGroup): string {
  return `${name}:`;
}

interface GroupProps {
  readonly group: TagGroup;
  readonly isOpen: boolean;
  readonly values: 'printed' | 'raw';
  readonly tabStop: string | undefined;
}

function Group({ group, isOpen, values, tabStop }: GroupProps) {
  const id = useId();
  const [shownMax, setShownMax] = useState(SHOWN_OF_GROUP);
  const { name, tags } = group;
  const shown = tags.slice(0, shownMax);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div>
      <button
        type="button"
        data-line={lineOf(group)}
        tabIndex={tabStop === lineOf(group) ? 0 : -1}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        className="flex w-full items-center gap-1 rounded-sm py-0.5 font-mono text-sm text-muted hover:text-text"
        onClick={() => {
          setGroupsOpen([name], !isOpen);
        }}
        onKeyDown={({ key }) => {
          if (key === 'ArrowLeft' || key === 'ArrowRight') setGroupsOpen([name], key === 'ArrowRight');
        }}
      >
        <Chevron size={14} strokeWidth={1.75} className="-ml-1 shrink-0" aria-hidden />
        <span className="truncate">{name}</span>
        <span className="ml-auto font-sans text-xs text-faint">{count(tags.length)}</span>
      </button>
      {isOpen && (
        <ul
          id={id}
          aria-label={name}
          className="[content-visibility:auto]"
          style={{ containIntrinsicHeight: `auto ${(shown.length * LINE_PX).toString()}px` }}
        >
          {shown.map((tag) => (
            <TagLine key={tag.key} tag={tag} values={values} isTabStop={tabStop === tag.key} />
          ))}
        </ul>
      )}
      {isOpen && tags.length > shown.length && (
        <button
          type="button"
          className="text-sm font-medium text-accent-text hover:underline"
          onClick={() => {
            setShownMax(tags.length);
          }}
        >
          Show all {count(tags.length)}
        </button>
      )}
    </div>
  );
}

function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  const { target, currentTarget } = event;
  if (step === undefined || !(target instanceof HTMLElement) || target.dataset['line'] === undefined) return;
  const lines = [...currentTarget.querySelectorAll<HTMLElement>('[data-line]')];
  const next = Math.max(0, Math.min(lines.length - 1, lines.indexOf(target) + step));
  event.preventDefault();
  lines[next]?.focus();
}

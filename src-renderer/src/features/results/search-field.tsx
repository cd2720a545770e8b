import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { setSearch, useResultsView } from '../../state/results-view.ts';
import { IconButton } from '../../ui/button.tsx';
import { isShortcut } from '../../ui/shortcut.ts';

/** The first letter is searched for at once; further ones when no other has followed for so long. */
const WAIT_MS = 100;

/** Words that must occur in the path or in a field of the file. */
export function SearchField() {
  const search = useResultsView((view) => view.search);
  const [text, setText] = useState(search);
  const [followed, setFollowed] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const writtenAt = useRef(-Infinity);

  // it was set elsewhere, such as by the command palette
  if (search !== followed) {
    setFollowed(search);
    if (search !== text.trim()) setText(search);
  }

  const write = (written: string) => {
    setText(written);
    clearTimeout(timer.current);
    const search = () => {
      setSearch(written.trim());
    };
    const isFirst = performance.now() - writtenAt.current > WAIT_MS;
    writtenAt.current = performance.now();
    if (isFirst || written === '') search();
    else timer.current = setTimeout(search, WAIT_MS);
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event, 'Mod+F') || event.defaultPrevented) return;
      event.preventDefault();
      input.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  return (
    <div className="relative min-w-32 flex-[0_1_240px]">
      <Search size={14} strokeWidth={1.75} aria-hidden className="absolute top-1.75 left-2.5 text-faint" />
      <input
        ref={input}
        type="text"
        role="searchbox"
        aria-label="Search results"
        placeholder="Search results"
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        value={text}
        onChange={({ target }) => {
          write(target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.stopPropagation();
          write('');
        }}
        className="h-7 w-full rounded-md border border-line-strong bg-panel pr-7 pl-8"
      />
      {text !== '' && (
        <IconButton
          icon={X}
          label="Clear the search"
          className="absolute top-0.5 right-0.5 size-6"
          onClick={() => {
            write('');
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}

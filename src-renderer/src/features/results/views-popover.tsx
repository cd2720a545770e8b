import { Bookmark, Check, Pencil, Trash2 } from 'lucide-react';
import { type SyntheticEvent, useState } from 'react';
import { applyView, removeView, renameView, saveView, setSaved, useResultsView } from '../../state/results-view.ts';
import { notify } from '../../state/toasts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';

/** Keeps columns, sort and filter under a name, and brings them back. */
export function ViewsPopover() {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Saved views"
      align="end"
      className="w-72"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={Bookmark} aria-label="Views" className="max-[1099px]:px-1.5">
          <span className="max-[1099px]:hidden">Views</span>
        </Button>
      }
    >
      <Views
        onDone={() => {
          setOpen(false);
        }}
      />
    </Popover>
  );
}

function Views({ onDone }: { readonly onDone: () => void }) {
  const saved = useResultsView((view) => view.saved);
  const [name, setName] = useState('');
  const names = Object.keys(saved);
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    saveView(name.trim());
    notify(`The view “${name.trim()}” is saved`);
    onDone();
  };
  return (
    <>
      {names.length === 0 && (
        <p className="mb-3 text-muted">A view keeps the columns, their order and widths, the sort and the filters.</p>
      )}
      {names.length > 0 && (
        <ul aria-label="Saved views" className="-mx-1 mb-3 flex max-h-70 flex-col overflow-y-auto">
          {names.map((known) => (
            <ViewLine key={known} name={known} onDone={onDone} />
          ))}
        </ul>
      )}
      <form onSubmit={save} className="flex gap-2">
        <TextField
          aria-label="Name of the view"
          placeholder="Name of this view"
          className="min-w-0 flex-1"
          maxLength={60}
          value={name}
          onChange={({ target }) => {
            setName(target.value);
          }}
        />
        <Button type="submit" variant="primary" disabled={name.trim() === ''}>
          {Object.hasOwn(saved, name.trim()) ? 'Replace' : 'Save'}
        </Button>
      </form>
    </>
  );
}

function ViewLine({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const [renamed, setRenamed] = useState<string>();
  if (renamed !== undefined)
    return (
      <li>
        <form
          className="flex gap-1 p-0.5"
          onSubmit={(event) => {
            event.preventDefault();
            const to = renamed.trim();
            if (to !== '' && (to === name || !Object.hasOwn(useResultsView.getState().saved, to))) renameView(name, to);
            setRenamed(undefined);
          }}
        >
          <TextField
            autoFocus
            aria-label={`New name of ${name}`}
            className="min-w-0 flex-1"
            maxLength={60}
            value={renamed}
            onChange={({ target }) => {
              setRenamed(target.value);
            }}
          />
          <IconButton icon={Check} label="Rename" type="submit" />
        </form>
      </li>
    );
  return (
    <li className="flex items-center">
      <button
        type="button"
        className="h-7 min-w-0 flex-1 truncate rounded-[6px] px-2 text-left hover:bg-accent-soft hover:text-accent-text"
        onClick={() => {
          const view = useResultsView.getState().saved[name];
          if (view !== undefined) applyView(view);
          onDone();
        }}
      >
        <bdi>{name}</bdi>
      </button>
      <IconButton
        icon={Pencil}
        label={`Rename ${name}`}
        onClick={() => {
          setRenamed(name);
        }}
      />
      <IconButton
        icon={Trash2}
        label={`Delete ${name}`}
        onClick={() => {
          const before = useResultsView.getState().saved;
          removeView(name);
          notify(`The view “${name}” is deleted`, {
            text: 'Undo',
            run: () => {
              setSaved(before);
            },
          });
        }}
      />
    </li>
  );
}

import { Plus } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Chip, RemovableChip } from '../../ui/chip.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';

interface GlobsChipProps {
  readonly title: string;
  /** What there being no pattern means. */
  readonly none: string;
  readonly hint: string;
  readonly globs: readonly string[];
  readonly suggestions: readonly { readonly glob: string; readonly text: string }[];
  readonly onChange: (globs: readonly string[]) => void;
}

const NAMED = 2;

/** Patterns of names, as a chip that opens the list of them. */
export function GlobsChip({ title, none, hint, globs, suggestions, onChange }: GlobsChipProps) {
  const add = (glob: string) => {
    onChange([...new Set([...globs, glob])]);
  };
  const offered = suggestions.filter(({ glob }) => !globs.includes(glob));
  const textOf = (glob: string) =>
    suggestions.find((suggestion) => suggestion.glob === glob)?.text ?? glob.replace(/^\*\*\//, '');
  return (
    <Popover
      label={title}
      className="w-90 max-w-[calc(100vw-16px)]"
      trigger={
        <Chip>
          <span className="truncate">
            {title}: {globs.length === 0 ? none : inShort(globs.map(textOf))}
          </span>
        </Chip>
      }
    >
      <div className="flex flex-col gap-3 overflow-y-auto p-0.5">
        <AddGlob title={title} hint={hint} onAdd={add} />
        {globs.length > 0 && (
          <ul aria-label={`${title}: patterns`} className="flex flex-wrap gap-1.5">
            {globs.map((glob) => (
              <li key={glob} className="min-w-0" title={glob}>
                <RemovableChip
                  removeLabel={`Remove ${glob}`}
                  onRemove={() => {
                    onChange(globs.filter((other) => other !== glob));
                  }}
                >
                  <bdi>{textOf(glob)}</bdi>
                </RemovableChip>
              </li>
            ))}
          </ul>
        )}
        {offered.length > 0 && (
          <div className="flex flex-col gap-1.5">
            <h3 className="text-sm text-muted">Often used</h3>
            <div className="flex flex-wrap gap-1.5">
              {offered.map(({ glob, text }) => (
                <Chip
                  key={glob}
                  title={glob}
                  onClick={() => {
                    add(glob);
                  }}
                >
                  <Plus size={12} strokeWidth={2} aria-hidden />
                  {text}
                </Chip>
              ))}
            </div>
          </div>
        )}
      </div>
    </Popover>
  );
}

interface AddGlobProps {
  readonly title: string;
  readonly hint: string;
  readonly onAdd: (glob: string) => void;
}

function AddGlob({ title, hint, onAdd }: AddGlobProps) {
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onAdd(text.trim());
    setText('');
  };
  return (
    <form onSubmit={submit}>
      <Field label={title} hint={`${hint} “*.jpg” is held against names, “2024/**” against the path within a source.`}>
        {(control) => (
          <div className="flex gap-2">
            <TextField
              {...control}
              value={text}
              placeholder="*.jpg"
              className="min-w-0 grow font-mono text-sm"
              onChange={({ target }) => {
                setText(target.value);
              }}
            />
            <Button type="submit" disabled={text.trim() === ''}>
              Add
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}

function inShort(texts: readonly string[]): string {
  const named = texts.slice(0, NAMED).join(', ');
  return texts.length > NAMED ? `${named} and ${texts.length - NAMED} more` : named;
}

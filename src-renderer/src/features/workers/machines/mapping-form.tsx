import { useState } from 'react';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import type { PathMapping } from '../../../../../src-protocol/model/path-mapping.ts';
import { Button } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { Field, Select, TextField } from '../../../ui/field.tsx';
import { changeMappings } from './change-mappings.ts';
import { type MappingDraft, mappingOf, scopeOf, scopesOf, withMapping } from './mappings.ts';
import { TestResult } from './test-result.tsx';
import { useMappingTest } from './use-mapping-test.ts';

interface MappingFormProps {
  readonly machine: Machine;
  /** The one that is changed; without it, one is added. */
  readonly edited: PathMapping | undefined;
  /** Folders of this computer. */
  readonly suggestions: readonly string[];
  readonly onDone: () => void;
}

const EMPTY: MappingDraft = { from: '', to: '', scope: 'machine' };

/** A mapping as it is written, and whether the machine sees the same files under it. */
export function MappingForm({ machine, edited, suggestions, onDone }: MappingFormProps) {
  const [draft, setDraft] = useState<MappingDraft>(
    edited === undefined ? EMPTY : { ...edited, scope: scopeOf(edited) },
  );
  const mapping = mappingOf(draft, machine);
  const { found, isTesting, test } = useMappingTest(machine, mapping);
  const put = (change: Partial<MappingDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
  };
  const save = async () => {
    if (mapping === undefined) return;
    if (!(await changeMappings((all) => withMapping(all, mapping, edited), 'The mapping is saved.'))) return;
    setDraft(EMPTY);
    onDone();
  };
  return (
    <form
      aria-label={edited === undefined ? 'Add a mapping' : 'Change a mapping'}
      className="flex flex-col gap-3 rounded-md border border-line bg-bg p-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="grid grid-cols-2 gap-3">
        <FolderField
          label="On this computer"
          placeholder="/Volumes/nas/photos"
          value={draft.from}
          onChange={(from) => {
            put({ from });
          }}
        />
        <FolderField
          label={`On ${machine.name}`}
          placeholder="/volume1/photos"
          value={draft.to}
          onChange={(to) => {
            put({ to });
          }}
        />
      </div>
      {suggestions.length > 0 && (
        <Suggestions
          folders={suggestions}
          onChoose={(from) => {
            put({ from });
          }}
        />
      )}
      <div>
        <div className="flex flex-wrap items-end justify-between gap-3">
          <Field label="Holds for">
            {(control) => (
              <Select
                {...control}
                className="w-52"
                value={draft.scope}
                onChange={({ target }) => {
                  const chosen = scopesOf(machine).find(({ value }) => value === target.value);
                  if (chosen !== undefined) put({ scope: chosen.value });
                }}
              >
                {scopesOf(machine).map(({ value, text }) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <span className="flex gap-2">
            {edited !== undefined && (
              <Button variant="quiet" onClick={onDone}>
                Cancel
              </Button>
            )}
            <Button disabled={mapping === undefined || isTesting} onClick={test}>
              {isTesting ? 'Testing…' : 'Test'}
            </Button>
            <Button type="submit" variant="primary" disabled={mapping === undefined}>
              {edited === undefined ? 'Add mapping' : 'Save mapping'}
            </Button>
          </span>
        </div>
        <TestResult found={found} />
      </div>
    </form>
  );
}

interface FolderFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FolderField({ label, placeholder, value, onChange }: FolderFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <TextField
          {...control}
          className="font-mono text-sm"
          placeholder={placeholder}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}

interface SuggestionsProps {
  readonly folders: readonly string[];
  readonly onChoose: (folder: string) => void;
}

function Suggestions({ folders, onChoose }: SuggestionsProps) {
  return (
    <div className="flex flex-wrap items-center gap-1.5" role="group" aria-label="Folders that jobs read">
      <span className="text-sm text-muted">Read now:</span>
      {folders.map((folder) => (
        <Chip
          key={folder}
          title={folder}
          onClick={() => {
            onChoose(folder);
          }}
        >
          <bdi className="truncate font-mono">{folder}</bdi>
        </Chip>
      ))}
    </div>
  );
}

import { ArrowRight, Pencil, Trash2 } from 'lucide-react';
import type { Machine } from '../../../../../src-protocol/contract/machines.ts';
import type { PathMapping } from '../../../../../src-protocol/model/path-mapping.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { PathText } from '../../../ui/path-text.tsx';
import { TestResult } from './test-result.tsx';
import { mappingKey, scopeWords, withoutMapping } from './mappings.ts';
import { changeMappings } from './change-mappings.ts';
import { useMappingTest } from './use-mapping-test.ts';

interface MappingListProps {
  readonly machine: Machine;
  readonly mappings: readonly PathMapping[];
  readonly onEdit: (mapping: PathMapping) => void;
}

/** The mappings that hold for a machine, those that count first at the top. */
export function MappingList({ machine, mappings, onEdit }: MappingListProps) {
  return (
    <section aria-labelledby="mappings-there">
      <h3 id="mappings-there" className="mb-1 font-semibold">
        Mappings
      </h3>
      {mappings.length === 0 ? (
        <p className="text-muted">
          There is none yet. Folders at the same path are found without one, such as a network drive that both have.
        </p>
      ) : (
        <ul>
          {mappings.map((mapping) => (
            <MappingRow key={mappingKey(mapping)} machine={machine} mapping={mapping} onEdit={onEdit} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface MappingRowProps {
  readonly machine: Machine;
  readonly mapping: PathMapping;
  readonly onEdit: (mapping: PathMapping) => void;
}

function MappingRow({ machine, mapping, onEdit }: MappingRowProps) {
  const { from, to } = mapping;
  const { found, isTesting, test } = useMappingTest(machine, mapping);
  return (
    <li className="border-t border-line py-1.5 first:border-t-0">
      <div className="flex items-center gap-3">
        <span className="grid min-w-0 grow grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)] items-center gap-2">
          <PathText path={from} />
          <ArrowRight size={14} strokeWidth={1.75} className="text-muted" aria-label="is there" />
          <PathText path={to} />
        </span>
        <span className="w-34 shrink-0 truncate text-sm text-muted" title={scopeWords(mapping)}>
          {scopeWords(mapping)}
        </span>
        <span className="flex shrink-0 items-center gap-0.5">
          <Button className="px-2.5" disabled={isTesting} onClick={test}>
            {isTesting ? 'Testing…' : 'Test'}
          </Button>
          <IconButton
            icon={Pencil}
            label={`Change the mapping of ${from}`}
            onClick={() => {
              onEdit(mapping);
            }}
          />
          <IconButton
            icon={Trash2}
            label={`Remove the mapping of ${from}`}
            onClick={() => void changeMappings((all) => withoutMapping(all, mapping), 'The mapping is removed.')}
          />
        </span>
      </div>
      <TestResult found={found} />
    </li>
  );
}

import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { FolderAccess, Machine } from '../../../../../src-protocol/contract/machines.ts';
import type { PathMapping } from '../../../../../src-protocol/model/path-mapping.ts';
import { reasonOf } from '../../../bridge/connection.ts';
import { isOpen, useJobs } from '../../../state/jobs.ts';
import { useSettings } from '../../../state/settings.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { PathText } from '../../../ui/path-text.tsx';
import { asSentence } from '../worker-words.ts';
import { WAYS } from './machine-words.ts';
import { MappingForm } from './mapping-form.tsx';
import { MappingList } from './mapping-list.tsx';
import { mappingsOf, suggestedFolders } from './mappings.ts';

interface FoldersDialogProps {
  readonly machine: Machine;
  readonly onClose: () => void;
}

/** Where the folders of this computer are at another one: what it was found to see, and the mappings that say so. */
export function FoldersDialog({ machine, onClose }: FoldersDialogProps) {
  const { data: settings, error } = useSettings();
  const [edited, setEdited] = useState<PathMapping>();
  const mappings = settings && mappingsOf(settings.machines.mappings, machine);
  const sources = useJobs(
    useShallow(({ jobs }) => [...jobs.values()].filter(isOpen).flatMap(({ request }) => request.sources)),
  );
  return (
    <Dialog
      open
      size="large"
      title={`Folders of ${machine.name}`}
      description="A file that it sees itself need not be sent. A mapping says under which path it sees a folder of this computer."
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-5">
        {machine.access.length > 0 && <AccessList access={machine.access} />}
        {error !== null && <p className="text-bad">The mappings cannot be shown: {reasonOf(error)}</p>}
        {mappings !== undefined && (
          <>
            <MappingList machine={machine} mappings={mappings} onEdit={setEdited} />
            <MappingForm
              key={edited === undefined ? '' : JSON.stringify(edited)}
              machine={machine}
              edited={edited}
              suggestions={suggestedFolders(sources, machine.access, mappings)}
              onDone={() => {
                setEdited(undefined);
              }}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

function AccessList({ access }: { readonly access: readonly FolderAccess[] }) {
  return (
    <section aria-labelledby="folders-seen">
      <h3 id="folders-seen" className="mb-1 font-semibold">
        What it was found to see
      </h3>
      <ul>
        {access.map(({ folder, way, path, message }) => (
          <li key={folder} className="flex items-center gap-3 border-t border-line py-1.5 first:border-t-0">
            <span className="min-w-0 grow">
              <PathText path={folder} />
              {path !== undefined && path !== folder && (
                <span className="flex min-w-0 gap-1 text-sm text-muted">
                  there <PathText path={path} className="min-w-0" />
                </span>
              )}
              {message !== undefined && (
                <span className="block text-sm text-muted select-text">{asSentence(message)}</span>
              )}
            </span>
            <Badge tone={WAYS[way].tone}>{WAYS[way].text}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

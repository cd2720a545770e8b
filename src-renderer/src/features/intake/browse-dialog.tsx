import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { displayPath } from '../../../../src-protocol/model/path-codec.ts';
import { counted } from '../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { api } from '../../state/connection.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { BrowseList } from './browse-list.tsx';
import { takePaths } from './take-files.ts';

/** A folder on the way from the roots. */
interface Step {
  readonly name: string;
  readonly path: string;
}

/** Folders and files of the server, as far as it may read. */
export function BrowseDialog({ onClose }: { readonly onClose: () => void }) {
  const [trail, setTrail] = useState<readonly Step[]>([]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const here = trail.at(-1);
  const listing = useQuery({
    queryKey: ['browse', here?.path],
    queryFn: ({ signal }) => api().data.browse(here === undefined ? {} : { path: here.path }, { signal }),
    staleTime: 5_000,
  });
  const paths = chosen.size > 0 ? [...chosen] : here === undefined ? [] : [here.path];
  return (
    <Dialog
      open
      onClose={onClose}
      size="large"
      title="Browse server"
      description="Choose what to read. The server is asked for its folders; nothing is sent to it."
      footer={
        <>
          <span className="mr-auto min-w-0 truncate text-muted" aria-live="polite">
            {chosen.size > 0 && `${chosen.size} chosen`}
          </span>
          {chosen.size > 0 && (
            <Button
              variant="quiet"
              onClick={() => {
                setChosen(new Set());
              }}
            >
              Choose none
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            disabled={paths.length === 0}
            onClick={() => {
              onClose();
              void takePaths(paths);
            }}
          >
            {chosen.size === 0 && here !== undefined ? 'Add this folder' : `Add ${counted(chosen.size, 'item')}`}
          </Button>
        </>
      }
    >
      <Breadcrumb trail={trail} onGo={setTrail} />
      <div className="mt-2 h-90 max-h-[calc(100vh-260px)] min-h-40">
        {listing.isError ? (
          <div role="alert" className="flex flex-col items-start gap-2 p-3 text-bad">
            <p className="wrap-anywhere select-text">
              {here === undefined ? 'The folders' : <bdi>{displayPath(here.path)}</bdi>}: {reasonOf(listing.error)}
            </p>
            <Button onClick={() => void listing.refetch()}>Try again</Button>
          </div>
        ) : (
          <BrowseList
            key={here?.path ?? ''}
            entries={listing.data?.entries}
            complete={listing.data?.complete ?? true}
            chosen={chosen}
            onChoose={setChosen}
            onOpen={({ name, path }) => {
              setTrail([...trail, { name, path }]);
            }}
            onUp={() => {
              setTrail(trail.slice(0, -1));
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

interface BreadcrumbProps {
  readonly trail: readonly Step[];
  readonly onGo: (trail: readonly Step[]) => void;
}

function Breadcrumb({ trail, onGo }: BreadcrumbProps) {
  const steps = [{ name: 'Server', path: '' }, ...trail];
  return (
    <nav aria-label="Folder">
      <ol className="flex flex-wrap items-center gap-y-1">
        {steps.map(({ name, path }, at) => {
          const isHere = at === steps.length - 1;
          return (
            <li key={path} className="flex min-w-0 items-center">
              {at > 0 && <ChevronRight size={14} className="shrink-0 text-faint" aria-hidden />}
              <button
                type="button"
                aria-current={isHere ? 'location' : undefined}
                className={classNames(
                  'max-w-60 truncate rounded-md px-1.5 py-0.5 hover:bg-line/60',
                  isHere ? 'font-medium' : 'text-muted',
                )}
                onClick={() => {
                  onGo(trail.slice(0, at));
                }}
              >
                <bdi>{name}</bdi>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

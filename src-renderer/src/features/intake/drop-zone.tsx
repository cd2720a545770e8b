import { type ChangeEvent, type Ref, useRef, useState } from 'react';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { notifyFault } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { BrowseDialog } from './browse-dialog.tsx';
import { DropIcon } from './drop-icon.tsx';
import { PastePathsDialog } from './paste-paths-dialog.tsx';
import { RecentSources } from './recent-sources.tsx';
import { takeChosen, takePaths } from './take-files.ts';

/** The ways in; `compact` where what was added needs the room. */
export function DropZone({ compact }: { readonly compact: boolean }) {
  const [dialog, setDialog] = useState<'paste' | 'browse'>();
  const isDesktop = desktopBridge() !== undefined;
  const close = () => {
    setDialog(undefined);
  };
  return (
    <section
      aria-label="Sources"
      className={classNames(
        'flex flex-1 flex-col items-center justify-center gap-3 rounded-lg border border-dashed border-line-strong bg-panel px-4 py-4 text-center',
        compact ? 'min-h-36' : 'min-h-52',
      )}
    >
      <DropIcon className={compact ? '[@media(max-height:700px)]:hidden' : ''} />
      <h2 className="mt-1 text-lg font-semibold">Drop files or folders anywhere in this window</h2>
      <p className="text-muted">
        {isDesktop
          ? 'Nothing is changed or uploaded. Files are only read.'
          : 'Files of this computer are sent to the server. Nothing is changed; they are only read.'}
      </p>
      <div className="mt-1 flex flex-wrap justify-center gap-3">
        {isDesktop ? <ChooseOnDesktop /> : <ChooseInBrowser />}
        {!isDesktop && (
          <Button
            onClick={() => {
              setDialog('browse');
            }}
          >
            Browse server
          </Button>
        )}
        <Button
          variant="quiet"
          onClick={() => {
            setDialog('paste');
          }}
        >
          Paste paths
        </Button>
      </div>
      <RecentSources />
      {dialog === 'paste' && <PastePathsDialog onClose={close} />}
      {dialog === 'browse' && <BrowseDialog onClose={close} />}
    </section>
  );
}

function ChooseOnDesktop() {
  const choose = async (kind: 'files' | 'folders') => {
    try {
      await takePaths((await desktopBridge()?.chooseSources(kind)) ?? []);
    } catch (error) {
      notifyFault('Nothing could be chosen', error);
    }
  };
  return (
    <>
      <Button onClick={() => void choose('files')}>Choose files</Button>
      <Button onClick={() => void choose('folders')}>Choose folder</Button>
    </>
  );
}

function ChooseInBrowser() {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => files.current?.click()}>Choose files</Button>
      <Button onClick={() => folder.current?.click()}>Choose folder</Button>
      <FilesInput ref={files} label="Files to send" />
      <FilesInput ref={folder} label="Folder to send" folder />
    </>
  );
}

interface FilesInputProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly label: string;
  readonly folder?: boolean;
}

/** The browser's own dialog; the button in front of it is what a person sees. */
function FilesInput({ ref, label, folder = false }: FilesInputProps) {
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(target.files ?? [])];
    target.value = ''; // the same files can be chosen again
    if (chosen.length > 0) void takeChosen(chosen);
  };
  return (
    <input
      ref={ref}
      type="file"
      multiple
      {...(folder && { webkitdirectory: '' })}
      aria-label={label}
      hidden
      onChange={take}
    />
  );
}

import { X } from 'lucide-react';
import { bytes, count, counted } from '../../../../src-protocol/model/words.ts';
import { useIntake } from '../../state/intake.ts';
import { cancelUpload, removeUpload, retryUpload, type Upload, useUploads } from '../../state/uploads.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';

const FAILED_SHOWN = 3;

/** What was sent from this computer, and what is on its way. */
export function UploadList() {
  const uploads = useUploads((state) => state.uploads);
  const isAlone = useIntake(({ sources }) => sources.length === 0) && uploads.length === 1;
  if (uploads.length === 0) return null;
  return (
    <ul
      aria-label="Sent from this computer"
      className="flex max-h-40 flex-col gap-2 overflow-y-auto [@media(max-height:700px)]:max-h-24"
    >
      {uploads.map((upload) => (
        <li key={upload.id}>
          <One upload={upload} named={!isAlone} />
        </li>
      ))}
    </ul>
  );
}

/** `named`: the heading does not say it already. */
function One({ upload, named }: { readonly upload: Upload; readonly named: boolean }) {
  const { id, title, phase, fault, failed, bytes: size, sentBytes } = upload;
  return (
    <div className="flex max-w-150 flex-col gap-1">
      <div className="flex items-center gap-2">
        <span className="min-w-0 truncate text-muted">
          {named && (
            <>
              <bdi>{title}</bdi>:{' '}
            </>
          )}
          {howFar(upload)}
        </span>
        {phase === 'sending' ? (
          <Button
            variant="quiet"
            className="h-6! px-2!"
            aria-label={`Cancel sending ${title}`}
            onClick={() => {
              cancelUpload(id);
            }}
          >
            Cancel
          </Button>
        ) : (
          <IconButton
            icon={X}
            label={`Remove ${title}`}
            className="size-5.5!"
            onClick={() => {
              removeUpload(upload);
            }}
          />
        )}
      </div>
      {phase === 'sending' && <ProgressBar label={`Sending ${title}`} share={size === 0 ? 0 : sentBytes / size} />}
      {fault !== undefined && <p className="text-sm text-bad select-text">{fault}</p>}
      {failed.length > 0 && <Failed upload={upload} />}
    </div>
  );
}

function howFar({ phase, reading, files, sentFiles, bytes: size, sentBytes }: Upload): string {
  if (phase === 'stopped') return 'not sent';
  if (phase === 'sent') return `${counted(sentFiles, 'file')} sent, ${bytes(sentBytes)}`;
  if (files === 0) return 'looking through it';
  const sent = `${count(sentFiles)} of ${counted(files, 'file')}, ${bytes(sentBytes)} of ${bytes(size)}`;
  return reading ? `${sent}, still counting` : sent;
}

function Failed({ upload }: { readonly upload: Upload }) {
  const { failed, phase } = upload;
  return (
    <div className="flex items-start gap-2 text-sm text-bad">
      <div className="min-w-0">
        <p>{counted(failed.length, 'file')} could not be sent:</p>
        <ul className="select-text">
          {failed.slice(0, FAILED_SHOWN).map(({ local, reason }) => (
            <li key={local.relativePath} className="wrap-anywhere">
              <bdi>{local.relativePath}</bdi>: {reason}
            </li>
          ))}
        </ul>
        {failed.length > FAILED_SHOWN && <p>and {counted(failed.length - FAILED_SHOWN, 'more', 'more')}</p>}
      </div>
      {phase === 'sent' && (
        <Button className="h-6! px-2!" onClick={() => void retryUpload(upload)}>
          Retry
        </Button>
      )}
    </div>
  );
}

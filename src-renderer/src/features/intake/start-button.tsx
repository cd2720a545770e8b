import { useEffect, useState } from 'react';
import type { Survey } from '../../../../src-protocol/contract/data.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { acceptedSources, clearIntake, jobOptions, useIntake } from '../../state/intake.ts';
import { useUploads } from '../../state/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { isShortcut } from '../../ui/shortcut.ts';
import { startJob } from './start-job.ts';

/** Makes a job of what was added, and says beside itself why it cannot. */
export function StartButton({ faults = [] }: { readonly faults: Survey['faults'] }) {
  const [isStarting, setStarting] = useState(false);
  const [fault, setFault] = useState<string>();
  const obstacle = useObstacle(faults);
  const canStart = obstacle === undefined && !isStarting;

  const start = async () => {
    setStarting(true);
    setFault(undefined);
    try {
      const sources = acceptedSources(useIntake.getState());
      const uploads = useUploads.getState().uploads.filter(({ phase }) => phase === 'sent');
      await startJob({ sources, uploads }, jobOptions());
      clearIntake();
    } catch (error) {
      setFault(reasonOf(error));
    }
    setStarting(false);
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event, 'Mod+Enter') || event.defaultPrevented || !canStart) return;
      event.preventDefault();
      void start();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  });

  const note = fault === undefined ? obstacle : `The job could not be started: ${fault}`;
  return (
    <div className="flex min-w-0 items-center justify-end gap-3">
      <p
        id="start-note"
        role={fault === undefined ? undefined : 'alert'}
        className={fault === undefined ? 'whitespace-nowrap text-muted' : 'max-w-80 text-bad wrap-anywhere select-text'}
      >
        {note}
      </p>
      <Button
        variant="primary"
        disabled={!canStart}
        aria-describedby="start-note"
        aria-keyshortcuts="Control+Enter Meta+Enter"
        className="h-8.5! px-5.5!"
        onClick={() => void start()}
      >
        Start
      </Button>
    </div>
  );
}

/** Why nothing can be started yet. */
function useObstacle(faults: NonNullable<Survey['faults']>): string | undefined {
  const isReadable = (source: string) => !faults.some(({ path }) => path === source);
  const hasSources = useIntake((intake) => acceptedSources(intake).some(isReadable));
  const isSending = useUploads(({ uploads }) => uploads.some(({ phase }) => phase === 'sending'));
  const hasSent = useUploads(({ uploads }) =>
    uploads.some(({ phase, sentFiles }) => phase === 'sent' && sentFiles > 0),
  );
  if (isSending) return 'Still sending';
  return hasSources || hasSent ? undefined : 'None of it can be read';
}

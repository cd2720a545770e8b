import { useQuery } from '@tanstack/react-query';
import { Copy, ExternalLink, FolderOpen, RotateCw } from 'lucide-react';
import { z } from 'zod';
import { ModuleReport } from '../../../../src-protocol/model/record.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { api } from '../../state/connection.ts';
import { Button } from '../../ui/button.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { type FailedFile, factsOf } from './failed-file.ts';
import { openFile, showInFolder } from './failure-actions.ts';
import type { Cause } from './cause.ts';

interface FileDetailProps {
  readonly jobId: number;
  readonly file: FailedFile;
  readonly cause: Cause;
  readonly onRetry: () => void;
  readonly onCopy: () => void;
}

const Modules = z.record(z.string(), ModuleReport);

/** One file that could not be read, with everything that is known of why. */
export function FileDetail({ jobId, file, cause, onRetry, onCopy }: FileDetailProps) {
  const { data: warnings = [] } = useQuery({
    queryKey: ['job', jobId, 'failed-file', file.itemId],
    queryFn: async ({ signal }) => warningsOf(await api().results.get({ id: jobId, itemId: file.itemId }, { signal })),
  });
  return (
    <section aria-label="The chosen file" className="flex max-h-[45%] shrink-0 flex-col border-t border-line-strong">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5 px-3 pt-2">
        <h3 className="min-w-40 flex-1 font-semibold">
          <PathText path={file.name} />
        </h3>
        <div className="flex flex-wrap gap-1">
          <Button variant="quiet" icon={RotateCw} className="px-2" onClick={onRetry}>
            Retry this file
          </Button>
          {desktopBridge() !== undefined && (
            <>
              <Button
                variant="quiet"
                icon={ExternalLink}
                className="px-2"
                onClick={() => {
                  openFile(jobId, file.itemId);
                }}
              >
                Open
              </Button>
              <Button
                variant="quiet"
                icon={FolderOpen}
                className="px-2"
                onClick={() => {
                  showInFolder(jobId, file.itemId);
                }}
              >
                Show in folder
              </Button>
            </>
          )}
          <Button variant="quiet" icon={Copy} className="px-2" onClick={onCopy}>
            Copy path
          </Button>
        </div>
      </div>
      <div
        tabIndex={0}
        role="group"
        aria-label="Why it could not be read"
        className="min-h-0 overflow-y-auto px-3 pt-1 pb-3 select-text"
      >
        <p className="wrap-anywhere whitespace-pre-wrap text-bad">{file.message}</p>
        <p className="mt-1 text-sm text-muted">{factsOf(file, cause)}</p>
        <p className="mt-1 font-mono text-sm wrap-anywhere text-muted">
          <bdi>{file.path}</bdi>
        </p>
        {warnings.length > 0 && (
          <ul aria-label="Warnings" className="mt-1 list-disc pl-4 text-sm text-warn">
            {warnings.map((warning) => (
              <li key={warning} className="wrap-anywhere">
                {warning}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** What the extractors had to say of a file besides that they failed. */
function warningsOf(record: Readonly<Record<string, unknown>>): readonly string[] {
  const modules = Modules.safeParse(record['modules']);
  if (!modules.success) return [];
  return Object.values(modules.data).flatMap(({ warnings = [], error }) => [
    ...warnings,
    ...(error === undefined ? [] : [error]),
  ]);
}

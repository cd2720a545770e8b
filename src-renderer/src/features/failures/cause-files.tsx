import { Copy, ExternalLink, FolderOpen, RotateCw, Share } from 'lucide-react';
import { useCallback, useState } from 'react';
import { count } from '../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { copyText } from '../../state/clipboard.ts';
import type { Job } from '../../state/jobs.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ContextMenuArea, type MenuItem } from '../../ui/menu.tsx';
import { FailedFileTable } from './failed-file-table.tsx';
import { useFailedFiles } from './failed-files.ts';
import { copyPaths, exportFailures, openFile, retry, showInFolder } from './failure-actions.ts';
import type { FailureGroup } from './failure-groups.ts';
import { FAULT_ADVICE } from '../../ui/fault-advice.ts';
import { FileDetail } from './file-detail.tsx';
import { focusedIndex, NOTHING_CHOSEN } from './file-choice.ts';
import { useFileChoice } from './use-file-choice.ts';

interface CauseFilesProps {
  readonly job: Job;
  readonly group: FailureGroup;
}

/** The files of one cause, what to do about it, and the details of the one that is looked at. */
export function CauseFiles({ job, group }: CauseFilesProps) {
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const files = useFailedFiles(job.id, group, seen);
  const note = useCallback((first: number, last: number) => {
    setSeen({ first, last });
  }, []);
  const { choice, setChoice, extend, chooseAll } = useFileChoice(job.id, group, files);
  const focusedAt = focusedIndex(choice, files.idAt);
  const focused = focusedAt === undefined ? undefined : files.fileAt(focusedAt);
  const acted = choice.itemIds.size > 0 ? choice.itemIds : new Set(focused === undefined ? [] : [focused.itemId]);
  const retryThese = async (itemIds: ReadonlySet<number>) => {
    if (itemIds.size > 0 && (await retry(job.id, { items: [...itemIds] }))) setChoice(NOTHING_CHOSEN);
  };
  const copyFocused = () => {
    if (focused !== undefined) copyText(focused.path, 'The path is on the clipboard.');
  };
  const copy = () => {
    if (acted.size === 1 && focused !== undefined && acted.has(focused.itemId)) copyFocused();
    else void copyPaths(job.id, group, acted);
  };
  return (
    <section
      aria-label={group.title}
      className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-panel"
    >
      <div className="flex flex-col gap-2 px-3.5 pt-3 pb-2.5">
        <div>
          <h2 className="font-semibold">{group.title}</h2>
          <p className="text-muted">{FAULT_ADVICE[group.code]}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          {choice.itemIds.size > 0 && (
            <Button icon={RotateCw} onClick={() => void retryThese(choice.itemIds)}>
              Retry {count(choice.itemIds.size)} selected
            </Button>
          )}
          <Button icon={RotateCw} onClick={() => void retry(job.id, { codes: [group.code] })}>
            Retry all of this cause
          </Button>
          <span className="ml-auto flex gap-0.5">
            <IconButton
              icon={Copy}
              label={acted.size > 1 ? 'Copy paths' : 'Copy path'}
              disabled={acted.size === 0}
              onClick={copy}
            />
            <IconButton icon={Share} label="Export these files" onClick={() => void exportFailures(job, group)} />
          </span>
        </div>
      </div>
      {files.error !== undefined && files.isLoading ? (
        <EmptyState
          icon={RotateCw}
          title="The files could not be listed"
          actions={<Button onClick={files.refetch}>Try again</Button>}
        >
          {reasonOf(files.error)}
        </EmptyState>
      ) : (
        <ContextMenuArea items={menuOf(job.id, acted, focused?.itemId, () => void retryThese(acted), copy)}>
          <div className="flex min-h-0 flex-1 flex-col border-t border-line">
            <FailedFileTable
              label={`Files: ${group.title}`}
              files={files}
              choice={choice}
              onChoice={setChoice}
              onSeen={note}
              onExtend={extend}
              onChooseAll={chooseAll}
              onRetry={() => void retryThese(acted)}
              onCopy={copy}
            />
          </div>
        </ContextMenuArea>
      )}
      {focused !== undefined && (
        <FileDetail
          key={focused.itemId}
          jobId={job.id}
          file={focused}
          cause={group}
          onRetry={() => void retryThese(new Set([focused.itemId]))}
          onCopy={copyFocused}
        />
      )}
    </section>
  );
}

function menuOf(
  jobId: number,
  acted: ReadonlySet<number>,
  focusedId: number | undefined,
  onRetry: () => void,
  onCopy: () => void,
): readonly MenuItem[] {
  const isMany = acted.size > 1;
  const isNone = acted.size === 0;
  const retryText = isMany ? `Retry ${count(acted.size)} files` : 'Retry';
  const common: readonly MenuItem[] = [
    { id: 'retry', text: retryText, icon: RotateCw, disabled: isNone, onSelect: onRetry },
    { id: 'copy', text: isMany ? 'Copy paths' : 'Copy path', icon: Copy, disabled: isNone, onSelect: onCopy },
  ];
  if (desktopBridge() === undefined || focusedId === undefined) return common;
  return [
    {
      id: 'open',
      text: 'Open',
      icon: ExternalLink,
      onSelect: () => {
        openFile(jobId, focusedId);
      },
    },
    {
      id: 'reveal',
      text: 'Show in folder',
      icon: FolderOpen,
      onSelect: () => {
        showInFolder(jobId, focusedId);
      },
    },
    ...common,
  ];
}

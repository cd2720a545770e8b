import { Braces, ClipboardList } from 'lucide-react';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { notifyFault } from '../../state/toasts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { copyText } from '../../state/clipboard.ts';
import { factSections } from './facts.ts';
import { type FileRecord, folderOf, nameOf } from './file-record.ts';
import { Preview } from './preview.tsx';
import { Problems } from './problems.tsx';
import { recordJson, recordText } from './record-text.ts';
import { FactSection } from './section.tsx';
import { TagList } from './tag-list.tsx';
import { WhenAndWhere } from './when-and-where.tsx';

interface FileViewProps {
  readonly jobId: number;
  readonly itemId: number;
  readonly record: FileRecord;
}

/** All that is known of one file. */
export function FileView({ jobId, itemId, record }: FileViewProps) {
  const name = nameOf(record);
  return (
    <>
      <Preview key={itemId} jobId={jobId} itemId={itemId} name={name} kind={record.core.mediaKind} />
      <div className="flex flex-col gap-0.5">
        <h2 className="line-clamp-3 font-semibold wrap-anywhere select-text" title={record.path}>
          <bdi>{name}</bdi>
        </h2>
        <PathText path={folderOf(record)} className="text-muted" />
      </div>
      <Actions jobId={jobId} itemId={itemId} record={record} />
      <Problems record={record} />
      <WhenAndWhere core={record.core} />
      {factSections(record).map(({ title, facts }) => (
        <FactSection key={title} title={title} facts={facts} />
      ))}
      <TagList tags={record.tags} />
    </>
  );
}

function Actions({ jobId, itemId, record }: FileViewProps) {
  const desktop = desktopBridge();
  const copyAsText = () => {
    copyText(recordText(record), 'The metadata is on the clipboard as text.');
  };
  const copyAsJson = () => {
    copyText(recordJson(record), 'The metadata is on the clipboard as JSON.');
  };
  if (desktop === undefined) {
    return (
      <div className="flex flex-wrap gap-2">
        <Button icon={ClipboardList} onClick={copyAsText}>
          Copy as text
        </Button>
        <Button icon={Braces} onClick={copyAsJson}>
          Copy as JSON
        </Button>
      </div>
    );
  }
  const open = () => {
    desktop.openResult(jobId, itemId).catch((error: unknown) => {
      notifyFault('The file could not be opened', error);
    });
  };
  const reveal = () => {
    desktop.revealResult(jobId, itemId).catch((error: unknown) => {
      notifyFault('The file could not be shown in its folder', error);
    });
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Button onClick={open}>Open</Button>
      <Button onClick={reveal}>Show in folder</Button>
      <IconButton icon={ClipboardList} label="Copy as text" onClick={copyAsText} />
      <IconButton icon={Braces} label="Copy as JSON" onClick={copyAsJson} />
    </div>
  );
}

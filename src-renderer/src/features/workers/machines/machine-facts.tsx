import { FolderInput, FolderSymlink, FolderSync, type LucideIcon } from 'lucide-react';
import type { FolderAccess, Machine } from '../../../../../src-protocol/contract/machines.ts';
import { bytes, count, counted, duration, percentOf } from '../../../../../src-protocol/model/words.ts';
import { PathText } from '../../../ui/path-text.tsx';
import { ago, dateTime } from '../../../ui/time.ts';
import { useNow } from '../../../ui/use-sampled.ts';
import { Fact } from '../fact.tsx';
import { extractorName } from '../worker-words.ts';
import { linkWords, memoryWords, sentWords, speedWords } from './machine-words.ts';

const AGO_EVERY_MS = 30_000;

/** What is known of another computer, line by line. */
export function MachineFacts({ machine }: { readonly machine: Machine }) {
  const nowMs = useNow(AGO_EVERY_MS);
  const { cpuShare, since, speed, labels, gpu, extractors, access, slots, busySlots } = machine;
  const graphics = gpu && [gpu.name, ...gpu.codecs].join(', ');
  return (
    <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-2.5 gap-y-1">
      {slots > 0 && (
        <Fact name="Slots">
          {count(busySlots)} of {count(slots)} busy
        </Fact>
      )}
      {cpuShare !== undefined && (
        <Fact name="Processor">
          <Load share={cpuShare} />
        </Fact>
      )}
      <Known name="Memory" text={memoryWords(machine)} />
      <Known name="Link" text={linkWords(machine)} />
      {since !== undefined && (
        <Fact name="Linked">
          <span title={dateTime(since)}>{ago(since, nowMs)}</span>
        </Fact>
      )}
      <Fact name="Since paired">
        <Statistics machine={machine} />
      </Fact>
      <Known name="Speed" text={speed === undefined ? undefined : speedWords(speed)} />
      <Known name="Sent to it" text={sentWords(machine)} />
      <Known name="Labels" text={labels.length === 0 ? undefined : labels.join(', ')} />
      <Known name="Graphics" text={graphics} />
      <Known name="Reads with" text={extractors.length === 0 ? undefined : extractors.map(extractorName).join(', ')} />
      {access.length > 0 && (
        <Fact name="Folders">
          <Folders access={access} />
        </Fact>
      )}
    </dl>
  );
}

/** A line that is left out as long as nothing is known. */
function Known({ name, text }: { readonly name: string; readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <Fact name={name}>
      <span title={text}>{text}</span>
    </Fact>
  );
}

function Load({ share }: { readonly share: number }) {
  const part = Math.min(1, Math.max(0, share));
  return (
    <span className="flex items-center gap-2">
      <span className="w-10">{percentOf(Math.round(100 * part) / 100)}</span>
      <span className="h-1.5 max-w-30 grow overflow-hidden rounded-full bg-line" aria-hidden>
        <span className="block h-full rounded-full bg-series-1" style={{ width: `${100 * part}%` }} />
      </span>
    </span>
  );
}

function Statistics({ machine: { filesDone, bytesDone, failures, busyMs } }: { readonly machine: Machine }) {
  if (filesDone === 0) return 'Nothing read yet';
  return (
    <>
      {counted(filesDone, 'file')}
      {failures > 0 && <span className="text-bad">, {count(failures)} failed</span>}
      <span className="block truncate text-sm text-muted">
        {bytes(bytesDone)} in {duration(busyMs)} of work
      </span>
    </>
  );
}

const SHOWN_FOLDERS = 3;
const SIGNS: Readonly<Record<FolderAccess['way'], LucideIcon>> = {
  'same-path': FolderSync,
  mapped: FolderSymlink,
  sent: FolderInput,
  unknown: FolderSync,
};

/** How it comes by the files of the folders that it was given: by itself, or by being sent them. */
function Folders({ access }: { readonly access: readonly FolderAccess[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {access.slice(0, SHOWN_FOLDERS).map((one) => (
        <li key={one.folder} className="flex min-w-0 gap-1.5">
          <Folder access={one} />
        </li>
      ))}
      {access.length > SHOWN_FOLDERS && (
        <li className="text-sm text-muted">and {counted(access.length - SHOWN_FOLDERS, 'more', 'more')}</li>
      )}
    </ul>
  );
}

function Folder({ access: { folder, way, path } }: { readonly access: FolderAccess }) {
  const Icon = SIGNS[way];
  return (
    <>
      <Icon size={14} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-muted" />
      <span className="min-w-0">
        <PathText path={folder} />
        <span className="flex min-w-0 gap-1 text-sm text-muted">
          {way === 'same-path' && 'seen at the same path'}
          {way === 'sent' && 'files are sent'}
          {way === 'unknown' && 'not known yet'}
          {way === 'mapped' && (
            <>
              seen at <PathText path={path ?? ''} className="min-w-0" />
            </>
          )}
        </span>
      </span>
    </>
  );
}

import { FolderOpen, ScrollText, Search, TriangleAlert } from 'lucide-react';
import { counted } from '../../../../src-protocol/model/words.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { type LogLevel, setLogFilter, useLogFilter } from '../../state/log-filter.ts';
import { notifyFault } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Switch, TextField } from '../../ui/field.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';
import { LogList } from './log-list.tsx';
import { useLog } from './use-log.ts';

const LEVELS: readonly { readonly value: LogLevel; readonly text: string }[] = [
  { value: 'debug', text: 'All' },
  { value: 'info', text: 'Info' },
  { value: 'warn', text: 'Warnings' },
  { value: 'error', text: 'Errors' },
];

/** Each text that is searched for is a look through the file. */
const SETTLE_MS = 200;

/** What the program has written down of what it did. */
export function LogsScreen() {
  const { level, contains } = useLogFilter();
  const { lines, fault, held, isFollowed, follow, readAgain } = useLog(level, useDebounced(contains.trim(), SETTLE_MS));
  return (
    <Screen
      title="Logs"
      subtitle={lines === undefined ? undefined : counted(lines.length, 'line')}
      className="overflow-hidden"
      actions={
        <>
          <Switch label="Follow" checked={isFollowed} onChange={follow} />
          {desktopBridge() !== undefined && (
            <Button icon={FolderOpen} onClick={openLogs}>
              Open logs folder
            </Button>
          )}
        </>
      }
    >
      <div className="flex shrink-0 flex-wrap items-center gap-2">
        <Segmented
          label="Level"
          value={level}
          options={LEVELS}
          onChange={(value) => {
            setLogFilter({ level: value });
          }}
        />
        <SearchField contains={contains} />
      </div>
      {fault !== undefined ? (
        <EmptyState
          icon={TriangleAlert}
          title="The log could not be read"
          actions={<Button onClick={readAgain}>Try again</Button>}
        >
          {fault}
        </EmptyState>
      ) : lines !== undefined && lines.length === 0 && held === 0 ? (
        <NoLines isFiltered={contains !== '' || level !== 'debug'} />
      ) : (
        lines !== undefined && <LogList lines={lines} held={held} isFollowed={isFollowed} onFollow={follow} />
      )}
    </Screen>
  );
}

function SearchField({ contains }: { readonly contains: string }) {
  return (
    <div className="relative min-w-40 flex-[0_1_360px]">
      <Search size={14} strokeWidth={1.75} aria-hidden className="absolute top-1.75 left-2.5 text-muted" />
      <TextField
        type="search"
        aria-label="Search the log"
        placeholder="Search events and fields"
        maxLength={200}
        value={contains}
        className="w-full pl-8"
        onChange={(event) => {
          setLogFilter({ contains: event.target.value });
        }}
      />
    </div>
  );
}

function NoLines({ isFiltered }: { readonly isFiltered: boolean }) {
  if (!isFiltered) {
    return (
      <EmptyState icon={ScrollText} title="Nothing has been logged yet">
        Jobs, workers and backups are written down here as they begin and end.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ScrollText}
      title="No line is like that"
      actions={
        <Button
          onClick={() => {
            setLogFilter({ level: 'debug', contains: '' });
          }}
        >
          Show all lines
        </Button>
      }
    >
      Choose another level, or search for something else.
    </EmptyState>
  );
}

function openLogs(): void {
  desktopBridge()
    ?.openLogs()
    .catch((error: unknown) => {
      notifyFault('The folder could not be opened', error);
    });
}

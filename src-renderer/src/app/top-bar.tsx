import { Search } from 'lucide-react';
import { useCurrentJob } from '../state/current-job.ts';
import { openDialog } from '../state/dialogs.ts';
import { go } from '../state/route.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import markUrl from '../ui/mark.svg';

/** Search that also runs commands, and the two things that a person does most. */
export function TopBar() {
  const hasResults = useCurrentJob((job) => job !== undefined && job.counts.done > 0);
  return (
    <header className="col-span-full flex items-center gap-3 border-b border-line bg-panel px-3.5">
      <div className="flex w-48 shrink-0 items-center gap-2 font-[650]">
        <img src={markUrl} alt="" width="18" height="18" draggable={false} />
        MetaExtract
      </div>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => {
          openDialog('palette');
        }}
        className="flex h-7 min-w-0 flex-[0_1_460px] items-center gap-2 rounded-md border border-line bg-bg px-2.5 text-faint hover:border-line-strong"
      >
        <Search size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span className="truncate">Search files, tags and commands</span>
        <Kbd keys="Mod+K" className="ml-auto" />
      </button>
      <div className="ml-auto flex shrink-0 gap-3">
        <Button
          disabled={!hasResults}
          onClick={() => {
            openDialog('export');
          }}
        >
          Export…
        </Button>
        <Button
          variant="primary"
          onClick={() => {
            go('add');
          }}
        >
          Add files
        </Button>
      </div>
    </header>
  );
}

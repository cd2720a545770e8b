import { ChevronRight, Copy } from 'lucide-react';
import { copyText } from '../../state/clipboard.ts';
import type { LogLine } from '../../state/log-filter.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { LogFields } from '../../ui/log-fields.tsx';
import { LOG_LEVELS } from '../../ui/log-words.ts';
import { dateTime, timeOfDay } from '../../ui/time.ts';

interface LogRowProps {
  readonly line: LogLine;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One line of the log; opened, all of it as JSON. */
export function LogRow({ line, isOpen, onToggle }: LogRowProps) {
  const { text, tone } = LOG_LEVELS[line.level];
  return (
    <div className={classNames('border-b border-line', isOpen && 'bg-bg')}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex h-7 w-full items-center gap-2.5 px-3 text-left hover:bg-bg focus-visible:-outline-offset-2"
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={classNames('shrink-0 text-faint transition-transform duration-100', isOpen && 'rotate-90')}
        />
        <time
          dateTime={line.at}
          title={dateTime(line.at)}
          className="w-18 shrink-0 text-sm whitespace-nowrap text-muted"
        >
          {timeOfDay(line.at)}
        </time>
        <span className="w-17 shrink-0">
          <Badge tone={tone}>{text}</Badge>
        </span>
        <span className="shrink-0 font-mono text-sm">{line.event}</span>
        <span className="min-w-0 truncate font-mono text-sm text-muted">
          <LogFields fields={line.fields} />
        </span>
      </button>
      {isOpen && <Whole line={line} />}
    </div>
  );
}

function Whole({ line }: { readonly line: LogLine }) {
  const json = JSON.stringify(line, undefined, 2);
  return (
    <div className="flex items-start gap-2 pr-3 pb-2.5 pl-9">
      <pre className="min-w-0 grow font-mono text-sm wrap-anywhere whitespace-pre-wrap select-text">{json}</pre>
      <IconButton
        icon={Copy}
        label="Copy this line"
        onClick={() => {
          copyText(json, 'The line is on the clipboard.');
        }}
      />
    </div>
  );
}

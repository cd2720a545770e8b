import { CircleAlert, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { FAULT_TITLES } from '../../../../src-protocol/model/fault.ts';
import { counted } from '../../../../src-protocol/model/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { FAULT_ADVICE } from '../../ui/fault-advice.ts';
import { dateTime } from '../../ui/time.ts';
import { workerName } from '../../ui/worker-name.ts';
import type { FileError, FileRecord } from './file-record.ts';

const WARNINGS_AT_FIRST = 3;

/** What went wrong with the file, and what its extractors noticed. */
export function Problems({ record }: { readonly record: FileRecord }) {
  const { error, modules } = record;
  const errors = Object.entries(modules).filter(([, report]) => report.error !== undefined);
  const warnings = Object.values(modules).flatMap((report) => report.warnings ?? []);
  return (
    <>
      {error && (
        <Box tone="bad" title={FAULT_TITLES[error.code]}>
          <p className="wrap-anywhere select-text">{error.message}</p>
          <p>
            {triedText(error)} {FAULT_ADVICE[error.code]}
          </p>
        </Box>
      )}
      {errors.map(([name, report]) => (
        <Box key={name} tone="bad" title={`${name} could not read it`}>
          <p className="wrap-anywhere select-text">{report.error}</p>
        </Box>
      ))}
      {warnings.length > 0 && <Warnings warnings={warnings} />}
    </>
  );
}

function triedText({ attempts, worker, failedAt }: FileError): string {
  const last = [
    ...(worker === undefined ? [] : [`last by ${workerName(worker)}`]),
    ...(failedAt === undefined ? [] : [dateTime(failedAt)]),
  ];
  return `${[`Tried ${counted(attempts, 'time')}`, ...last].join(', ')}.`;
}

function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  const [areAllShown, setAllShown] = useState(false);
  const shown = areAllShown ? warnings : warnings.slice(0, WARNINGS_AT_FIRST);
  return (
    <Box tone="warn" title={counted(warnings.length, 'warning')}>
      <ul className="flex flex-col gap-1">
        {shown.map((warning, at) => {
          const isMinor = warning.startsWith('[minor] ');
          return (
            <li key={`${at.toString()} ${warning}`} className="wrap-anywhere select-text">
              {isMinor ? warning.slice('[minor] '.length) : warning} {isMinor && <Badge tone="warn">minor</Badge>}
            </li>
          );
        })}
      </ul>
      {!areAllShown && warnings.length > shown.length && (
        <button
          type="button"
          className="self-start font-medium hover:underline"
          onClick={() => {
            setAllShown(true);
          }}
        >
          Show all
        </button>
      )}
    </Box>
  );
}

const TONES = {
  bad: { look: 'bg-bad-soft text-bad', icon: CircleAlert },
  warn: { look: 'bg-warn-soft text-warn', icon: TriangleAlert },
} as const;

interface BoxProps {
  readonly tone: keyof typeof TONES;
  readonly title: string;
  readonly children: ReactNode;
}

function Box({ tone, title, children }: BoxProps) {
  const { look, icon: Icon } = TONES[tone];
  return (
    <div role="note" aria-label={title} className={classNames('flex gap-2 rounded-md px-2.5 py-2 text-sm', look)}>
      <Icon size={16} strokeWidth={1.75} className="mt-px shrink-0" aria-hidden />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold">{title}</p>
        {children}
      </div>
    </div>
  );
}

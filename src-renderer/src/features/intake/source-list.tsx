import { X } from 'lucide-react';
import type { Survey } from '../../../../src-protocol/contract/data.ts';
import { FAULT_TITLES } from '../../../../src-protocol/model/fault.ts';
import { displayPath } from '../../../../src-protocol/model/path-codec.ts';
import { counted } from '../../../../src-protocol/model/words.ts';
import { addSources, removeSource, setSources, useIntake } from '../../state/intake.ts';
import { notify } from '../../state/toasts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { nameOf } from './source-words.ts';

type Faults = NonNullable<Survey['faults']>;

/** More would only be scrolled past. */
const SHOWN = 100;
const INNER_SHOWN = 3;

/** The paths that were added, each with what is wrong with it. */
export function SourceList({ faults = [] }: { readonly faults: Faults | undefined }) {
  const sources = useIntake((intake) => intake.sources);
  const refused = useIntake((intake) => intake.refused);
  if (sources.length === 0) return null;
  const inner = faults.filter(({ path }) => !sources.includes(path));
  const problems = problemsOf(faults, refused);
  const isBad = (path: string) => problems.has(path);
  // what needs attention comes first
  const shown = problems.size === 0 ? sources : [...sources.filter(isBad), ...sources.filter((path) => !isBad(path))];
  return (
    <>
      <ul aria-label="Sources" className="flex max-h-28 flex-col overflow-y-auto [@media(max-height:700px)]:max-h-19">
        {shown.slice(0, SHOWN).map((path) => (
          <Source key={path} path={path} problem={problems.get(path)} />
        ))}
      </ul>
      {sources.length > 1 && (
        <div className="flex items-center gap-2 text-sm text-muted">
          {sources.length > SHOWN && <span>and {counted(sources.length - SHOWN, 'more', 'more')}</span>}
          <Button variant="quiet" className="-ml-2 h-6! px-2!" onClick={removeAll}>
            Remove all
          </Button>
        </div>
      )}
      {inner.length > 0 && <InnerFaults faults={inner} />}
    </>
  );
}

const WHAT_TO_DO: Partial<typeof FAULT_TITLES> = {
  'not-found': 'There is nothing here. Look at how it is written, and whether its disk is connected.',
  'permission-denied': 'It may not be read. Change its permissions, or run the program as somebody who may.',
  'io-error': 'It could not be read from its disk or share. Look whether that is connected.',
};

/** By path, in words. */
function problemsOf(faults: Faults, refused: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = faults.map(({ path, code }) => [path, WHAT_TO_DO[code] ?? `${FAULT_TITLES[code]}.`] as const);
  return new Map([...found, ...refused]);
}

function Source({ path, problem }: { readonly path: string; readonly problem: string | undefined }) {
  return (
    <li className="shrink-0">
      <div className="flex min-w-0 items-center gap-1">
        <PathText path={displayPath(path)} className="min-w-0 text-muted" />
        <IconButton
          icon={X}
          label={`Remove ${displayPath(path)}`}
          className="size-5.5!"
          onClick={() => {
            remove(path);
          }}
        />
      </div>
      {problem !== undefined && <p className="pb-1 text-sm text-bad select-text">{problem}</p>}
    </li>
  );
}

/** What lies within the sources and cannot be read; the rest is. */
function InnerFaults({ faults }: { readonly faults: Faults }) {
  return (
    <div className="text-sm text-warn">
      <p>Some of it cannot be read, and will be listed among the failures:</p>
      <ul>
        {faults.slice(0, INNER_SHOWN).map(({ path }) => (
          <li key={path}>
            <PathText path={displayPath(path)} />
          </li>
        ))}
      </ul>
      {faults.length > INNER_SHOWN && <p>and others</p>}
    </div>
  );
}

function remove(path: string): void {
  const at = useIntake.getState().sources.indexOf(path);
  removeSource(path);
  notify(`${nameOf(path)} removed`, {
    text: 'Undo',
    run: () => {
      setSources(useIntake.getState().sources.toSpliced(at, 0, path));
    },
  });
}

function removeAll(): void {
  const { sources } = useIntake.getState();
  setSources([]);
  notify(`${counted(sources.length, 'source')} removed`, {
    text: 'Undo',
    run: () => {
      addSources(sources);
    },
  });
}

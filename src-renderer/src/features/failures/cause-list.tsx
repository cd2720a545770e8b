import { count } from '../../../../src-protocol/model/words.ts';
import { classNames } from '../../ui/class-names.ts';
import { causeKey } from './cause.ts';
import type { FailureGroup } from './failure-groups.ts';

interface CauseListProps {
  readonly groups: readonly FailureGroup[];
  readonly chosen: FailureGroup;
  readonly onChoose: (group: FailureGroup) => void;
}

/** The causes, with how many files each has and what one of them says. */
export function CauseList({ groups, chosen, onChoose }: CauseListProps) {
  const most = Math.max(...groups.map((group) => group.count));
  return (
    <nav
      aria-label="Causes"
      className="w-64 shrink-0 overflow-y-auto rounded-lg border border-line bg-panel p-1.5 max-[999px]:w-50"
    >
      <ul className="flex flex-col gap-0.5">
        {groups.map((group) => (
          <li key={causeKey(group)}>
            <CauseButton
              group={group}
              share={group.count / most}
              isChosen={causeKey(group) === causeKey(chosen)}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface CauseButtonProps extends Pick<CauseListProps, 'onChoose'> {
  readonly group: FailureGroup;
  /** Of the most frequent one. */
  readonly share: number;
  readonly isChosen: boolean;
}

function CauseButton({ group, share, isChosen, onChoose }: CauseButtonProps) {
  return (
    <button
      type="button"
      aria-current={isChosen ? 'true' : undefined}
      onClick={() => {
        onChoose(group);
      }}
      className={classNames(
        'flex w-full flex-col gap-1 rounded-md px-2.5 py-2 text-left transition-colors duration-100',
        isChosen ? 'bg-accent-soft text-accent-text' : 'hover:bg-bg',
      )}
    >
      <span className="flex w-full items-baseline justify-between gap-2">
        <span className="min-w-0 font-medium">
          {group.title}
          {group.outcome === 'skipped' && ' (skipped)'}
        </span>
        <span className={classNames('shrink-0 font-semibold', !isChosen && 'text-bad')}>{count(group.count)}</span>
      </span>
      <span className={classNames('line-clamp-2 text-sm wrap-anywhere', !isChosen && 'text-muted')}>
        {group.message}
      </span>
      <span className="h-1 w-full overflow-hidden rounded-full bg-line" aria-hidden>
        <span className="block h-full rounded-full bg-failed" style={{ width: `max(3px, ${100 * share}%)` }} />
      </span>
    </button>
  );
}

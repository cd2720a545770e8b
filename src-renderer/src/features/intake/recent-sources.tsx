import { displayPath } from '../../../../src-protocol/model/path-codec.ts';
import { prefer, usePreferences } from '../../state/preferences.ts';
import { useIntake } from '../../state/intake.ts';
import { notify } from '../../state/toasts.ts';
import { RemovableChip } from '../../ui/chip.tsx';
import { nameOf } from './source-words.ts';
import { takePaths } from './take-files.ts';

const SHOWN = 6;

/** What was read before, to be read again. */
export function RecentSources() {
  const recent = usePreferences(({ recentSources }) => recentSources);
  const sources = useIntake((intake) => intake.sources);
  const shown = recent.filter((path) => !sources.includes(path)).slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <div className="mt-1 flex max-w-180 flex-wrap items-center justify-center gap-2">
      <span id="recent-sources" className="text-sm text-faint">
        Recent
      </span>
      <ul aria-labelledby="recent-sources" className="contents">
        {shown.map((path) => (
          <li key={path} className="min-w-0" title={displayPath(path)}>
            <RemovableChip
              plain
              removeLabel={`Forget ${displayPath(path)}`}
              onOpen={() => void takePaths([path])}
              onRemove={() => {
                prefer({ recentSources: recent.filter((other) => other !== path) });
                notify(`${nameOf(path)} forgotten`, {
                  text: 'Undo',
                  run: () => {
                    prefer({ recentSources: recent });
                  },
                });
              }}
            >
              <bdi>{nameOf(path)}</bdi>
            </RemovableChip>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { useIntake } from '../../state/intake.ts';
import { useUploads } from '../../state/uploads.ts';
import { Screen } from '../../ui/screen.tsx';
import { DropZone } from './drop-zone.tsx';
import { FoundCard } from './found-card.tsx';
import { JobOptionsBar } from './job-options.tsx';
import { StartButton } from './start-button.tsx';
import { useSurvey } from './use-survey.ts';

/** Where files come in: what to read, what was found there, how to read it, and Start. */
export function IntakeScreen() {
  const hasSources = useIntake(({ sources }) => sources.length > 0);
  const hasUploads = useUploads(({ uploads }) => uploads.length > 0);
  const found = useSurvey();
  const hasAny = hasSources || hasUploads;
  return (
    <Screen title="Add files">
      <DropZone compact={hasAny} />
      {hasAny && (
        <>
          <FoundCard {...found} />
          <div className="flex shrink-0 items-center justify-between gap-4">
            <JobOptionsBar />
            <StartButton faults={found.survey?.faults} />
          </div>
        </>
      )}
    </Screen>
  );
}

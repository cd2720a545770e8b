import type { Survey } from '../../../../src-protocol/contract/data.ts';
import type { FileKind } from '../../../../src-protocol/model/format.ts';
import { bytes, count } from '../../../../src-protocol/model/words.ts';
import { useIntake } from '../../state/intake.ts';
import { useUploads } from '../../state/uploads.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Legend, StackedBar } from '../../ui/stacked-bar.tsx';
import { SourceList } from './source-list.tsx';
import { nameOf, namesInShort, predictedTime } from './source-words.ts';
import { UploadList } from './upload-list.tsx';

interface FoundCardProps {
  readonly survey: Survey | undefined;
  readonly fault: string | undefined;
  readonly again: () => void;
}

/** What was added, and what was found there so far. */
export function FoundCard({ survey, fault, again }: FoundCardProps) {
  return (
    <section aria-label="Found so far" className="shrink-0">
      <Card className="flex flex-col gap-3">
        <div className="flex items-start justify-between gap-4">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <div className="flex min-w-0 items-center gap-1.5">
              <h2 className="min-w-0 truncate font-semibold">
                <bdi>{useTitle()}</bdi>
              </h2>
              {survey?.counting === true && <Badge tone="accent">still counting</Badge>}
            </div>
            <SourceList faults={survey?.faults} />
            <UploadList />
          </div>
          {survey !== undefined && <Total survey={survey} />}
        </div>
        {fault !== undefined && (
          <div role="alert" className="flex items-center justify-between gap-3 text-bad">
            <span className="min-w-0 wrap-anywhere select-text">What is there could not be looked at: {fault}</span>
            <Button onClick={again}>Try again</Button>
          </div>
        )}
        {survey !== undefined && fault === undefined && <Content survey={survey} />}
      </Card>
    </section>
  );
}

function useTitle(): string {
  const sources = useIntake((intake) => intake.sources);
  const uploads = useUploads((state) => state.uploads);
  const names = [sources[0], sources[1]].flatMap((path) => (path === undefined ? [] : [nameOf(path)]));
  if (sources.length === 0) return namesInShort(uploads.map(({ title }) => title));
  const others = sources.length + uploads.length - 1;
  return others === 0 ? namesInShort(names) : `${names[0] ?? ''} and ${count(others)} more`;
}

function Total({ survey: { files, bytes: size, counting, complete } }: { readonly survey: Survey }) {
  const isMore = !counting && !complete;
  return (
    <div className="shrink-0 text-right">
      <div className="text-xl leading-tight font-[650]">
        {isMore && <span className="text-base font-normal text-muted">more than </span>}
        {count(files)}
      </div>
      <div className="text-sm text-muted">
        {files === 1 ? 'file' : 'files'}
        {counting ? ' so far' : ''}, {bytes(size)}
      </div>
    </div>
  );
}

const KINDS: readonly { readonly id: FileKind; readonly text: string; readonly color: `--${string}` }[] = [
  { id: 'photo', text: 'Photos', color: '--series-1' },
  { id: 'raw', text: 'Raw', color: '--series-2' },
  { id: 'video', text: 'Video', color: '--series-3' },
  { id: 'audio', text: 'Audio', color: '--series-5' },
  { id: 'document', text: 'Documents', color: '--series-4' },
  { id: 'other', text: 'Other', color: '--series-6' },
];

function Content({ survey }: { readonly survey: Survey }) {
  const parts = KINDS.flatMap((kind) => {
    const found = survey.content.find((content) => content.kind === kind.id);
    return found === undefined ? [] : [{ ...kind, count: found.files, value: count(found.files) }];
  });
  return (
    <div className="flex flex-col gap-2.5">
      <StackedBar label="Files by kind" parts={parts} />
      <div className="flex flex-wrap items-baseline justify-between gap-x-4.5 gap-y-1">
        <Legend parts={parts} />
        <p className="ml-auto text-right text-[12.5px] text-muted">
          <HowLong survey={survey} />
        </p>
      </div>
    </div>
  );
}

function HowLong({ survey: { files, cached, predictedMs, counting } }: { readonly survey: Survey }) {
  if (files === 0) return counting ? null : 'No files were found. Another choice under Include or Exclude may help.';
  if (cached >= files)
    return counting ? 'All known from the cache so far' : 'All known from the cache: done in moments';
  const time = <b className="font-semibold text-text">{predictedTime(predictedMs)}</b>;
  if (cached === 0) return <>This takes {time}</>;
  return (
    <>
      {count(cached)} known from the cache, the rest takes {time}
    </>
  );
}

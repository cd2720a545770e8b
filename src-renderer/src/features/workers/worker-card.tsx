import { memo, useState } from 'react';
import type { WorkerView } from '../../../../src-protocol/contract/workers.ts';
import { bytes, count, counted } from '../../../../src-protocol/model/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { ago, dateTime } from '../../ui/time.ts';
import { useNow } from '../../ui/use-sampled.ts';
import { workerName } from '../../ui/worker-name.ts';
import { DrainDialog } from './drain-dialog.tsx';
import { Fact } from './fact.tsx';
import { SlotList } from './slot-list.tsx';
import { Speed } from './speed.tsx';
import { WorkerActions } from './worker-actions.tsx';
import { asSentence, extractorName, STATE_WORDS } from './worker-words.ts';

const AGO_EVERY_MS = 30_000;

/** One worker: what it does now, how fast, and what can be done with it. */
export const WorkerCard = memo(function WorkerCard({ worker }: { readonly worker: WorkerView }) {
  const [isDraining, setIsDraining] = useState(false);
  const name = workerName(worker.id);
  const state = STATE_WORDS[worker.state];
  return (
    <section aria-label={name} className="flex min-w-0 flex-col rounded-lg border border-line bg-panel px-4 py-3.5">
      <div className="flex items-start justify-between gap-2">
        <h2 className="min-w-0 truncate font-semibold">{name}</h2>
        <Badge tone={state.tone}>{state.text}</Badge>
      </div>
      <p className="truncate text-muted">{whatItIs(worker)}</p>
      {worker.message !== undefined && (
        <p className={`mt-1 text-sm select-text ${worker.state === 'set-aside' ? 'text-bad' : 'text-muted'}`}>
          {asSentence(worker.message)}
        </p>
      )}
      <Speed id={worker.id} filesPerS={worker.filesPerS} bytesPerS={worker.bytesPerS} />
      <Facts worker={worker} />
      <SlotList slots={worker.slots} />
      <WorkerActions
        worker={worker}
        name={name}
        onDrain={() => {
          setIsDraining(true);
        }}
      />
      <DrainDialog
        worker={worker}
        name={name}
        open={isDraining}
        onClose={() => {
          setIsDraining(false);
        }}
      />
    </section>
  );
});

function whatItIs({ slots, pid, kind }: WorkerView): string {
  const process = pid === undefined ? 'no process' : `process ${pid.toString()}`;
  return `${counted(slots.length, 'slot')}${kind === 'local' ? `, ${process}` : ''}`;
}

function Facts({ worker }: { readonly worker: WorkerView }) {
  const nowMs = useNow(AGO_EVERY_MS);
  const { rssBytes, filesDone, failures, restarts, upSince, extractors } = worker;
  return (
    <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-2.5 gap-y-1">
      <Fact name="Memory">{rssBytes === 0 ? 'Not known yet' : bytes(rssBytes)}</Fact>
      <Fact name="Files">
        {count(filesDone)} read
        {failures > 0 && <span className="text-bad">, {count(failures)} failed</span>}
      </Fact>
      <Fact name="Up since">
        {upSince === undefined ? 'Not up' : <span title={dateTime(upSince)}>{ago(upSince, nowMs)}</span>}
        {restarts > 0 && `, ${counted(restarts, 'restart')}`}
      </Fact>
      <Fact name="Reads with">
        {extractors.length === 0 ? 'Not known yet' : extractors.map(extractorName).join(', ')}
      </Fact>
    </dl>
  );
}

import { withEventMeta } from '@orpc/server';
import type { Event } from '../../../src-protocol/contract/events.ts';
import { EventKind } from '../../../src-protocol/contract/events.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { JobService } from '../jobs/job-service.ts';
import { procedures } from './procedures.ts';

/** What can be much, and few want: they are sent to those who ask for them by name. */
const ON_REQUEST: ReadonlySet<Event['kind']> = new Set(['log', 'items', 'lease']);
const BY_DEFAULT = EventKind.options.filter((kind) => !ON_REQUEST.has(kind));

export function eventsRouter(hub: EventHub, jobs: JobService) {
  return {
    subscribe: procedures.events.subscribe.handler(async function* ({ input, lastEventId, signal }) {
      const kinds = new Set<Event['kind']>(input.kinds ?? BY_DEFAULT);
      const stream = hub.subscribe({ kinds, jobId: input.job, lastEventId, signal });
      // listening comes first, so that nothing that happens meanwhile is missed
      if (input.job !== undefined && kinds.has('job') && lastEventId === undefined)
        yield { kind: 'job', job: await jobs.get(input.job) };
      for await (const { id, event } of stream) yield id === undefined ? event : withEventMeta(event, { id });
    }),
  };
}

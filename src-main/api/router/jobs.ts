import type { JobService } from '../jobs/job-service.ts';
import type { ApiServices } from '../services.ts';
import { summaryView } from '../jobs/summary-view.ts';
import { procedures } from './procedures.ts';

const DONE = { done: true } as const;

export function jobsRouter(jobs: JobService, ask: ApiServices['questions']) {
  const of = procedures.jobs;
  return {
    create: of.create.handler(({ input }) => jobs.create(input)),
    list: of.list.handler(async ({ input }) => ({ jobs: await jobs.list(input) })),
    get: of.get.handler(({ input }) => jobs.get(input.id)),
    summary: of.summary.handler(async ({ input }) => {
      const { id } = jobs.stored(input.id);
      return summaryView(await ask.jobSummary(id, input.slowest));
    }),
    request: of.request.handler(({ input }) => jobs.request(input.id)),
    pause: of.pause.handler(({ input }) => jobs.pause(input.id)),
    resume: of.resume.handler(({ input }) => jobs.resume(input.id)),
    cancel: of.cancel.handler(({ input }) => jobs.cancel(input.id)),
    retry: of.retry.handler(({ input }) =>
      jobs.retry(input.id, {
        ...(input.codes === undefined ? {} : { codes: input.codes }),
        ...(input.items === undefined ? {} : { itemIds: input.items }),
      }),
    ),
    setPriority: of.setPriority.handler(({ input }) => jobs.setPriority(input.id, input.priority)),
    delete: of.delete.handler(async ({ input }) => {
      await jobs.delete(input.id);
      return DONE;
    }),
  };
}

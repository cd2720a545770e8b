import type { ExportService } from '../exports/export-service.ts';
import type { JobService } from '../jobs/job-service.ts';
import { procedures } from './procedures.ts';

export function exportsRouter(jobs: JobService, service: ExportService) {
  const of = procedures.exports;
  return {
    start: of.start.handler(({ input }) => {
      jobs.stored(input.id);
      return service.start(input);
    }),
    list: of.list.handler(() => ({ exports: service.list() })),
    get: of.get.handler(({ input }) => service.get(input.exportId)),
    remove: of.remove.handler(({ input }) => {
      service.remove(input.exportId);
      return { done: true } as const;
    }),
  };
}

import type { DataControl, UploadControl } from '../services.ts';
import { procedures } from './procedures.ts';

export function dataRouter(data: DataControl) {
  const of = procedures.data;
  return {
    partition: of.partition.handler(({ input, signal }) => data.partition(input.request, input.maxFiles, signal)),
    survey: of.survey.handler(({ input, signal }) => data.survey(input.request, input.maxFiles, signal)),
    browse: of.browse.handler(({ input }) => data.browse(input.path)),
  };
}

export function uploadsRouter(uploads: UploadControl) {
  const of = procedures.uploads;
  return {
    create: of.create.handler(() => uploads.create()),
    get: of.get.handler(({ input }) => uploads.get(input.uploadId)),
    remove: of.remove.handler(async ({ input }) => {
      await uploads.remove(input.uploadId);
      return { done: true } as const;
    }),
  };
}

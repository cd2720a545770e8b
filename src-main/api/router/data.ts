import type { DataControl, UploadControl } from '../services.ts';
import { procedures } from './procedures.ts';

export function dataRouter(data: DataControl) {
  const of = procedures.data;
  return {
    partition: of.partition.handler(({ input }) => data.partition(input.request, input.maxFiles)),
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

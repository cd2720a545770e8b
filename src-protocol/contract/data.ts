import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { FaultCode } from '../model/fault.ts';
import { FileKind } from '../model/format.ts';
import { JobRequest } from './jobs.ts';
import { act, Done, look, Time } from './procedure.ts';

export const Partition = z.strictObject({
  files: z.int(),
  bytes: z.number(),
  complete: z.boolean().describe('false where the look ended at its limit'),
  cached: z.int().describe('files that the cache knows'),
  predictedMs: z.number().describe('with the workers that there are'),
  leases: z.int(),
  kinds: z
    .array(z.strictObject({ family: z.string(), files: z.int(), bytes: z.number(), predictedMs: z.number() }))
    .describe('what is to be read, as it is put together in leases'),
  content: z
    .array(z.strictObject({ kind: FileKind, files: z.int(), bytes: z.number() }))
    .describe('all files by what their names say that they are, in the order of the kinds; those that occur'),
  faults: z
    .array(z.strictObject({ path: z.string(), code: FaultCode }))
    .optional()
    .describe('files and folders that cannot be read, the first of them; absent where all can'),
  workers: z.array(z.strictObject({ id: z.string(), files: z.int(), bytes: z.number(), predictedMs: z.number() })),
});

/** A partition while it is being counted. */
export const Survey = Partition.extend({ counting: z.boolean().describe('whether files are still being found') });
export type Survey = z.infer<typeof Survey>;

const SurveyRequest = z.strictObject({
  request: JobRequest,
  maxFiles: z.int().min(1).max(5_000_000).default(200_000),
});

export const FolderEntry = z.strictObject({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'file', 'other']),
  bytes: z.number().optional(),
  modifiedAt: Time.optional(),
});

export const Upload = z.strictObject({
  uploadId: z.string(),
  folder: z.string().describe('a source for a job'),
  files: z.int(),
  bytes: z.number(),
  maxFiles: z.int(),
  maxBytes: z.number(),
  createdAt: Time,
});

const UploadRef = z.object({ uploadId: z.string().min(1).max(100) });

export const data = {
  partition: act
    .route({
      method: 'POST',
      path: '/data/partition',
      tags: ['data'],
      summary: 'How sources would split into leases: count, bytes and predicted time, per kind and worker',
    })
    .input(SurveyRequest)
    .output(Partition),
  survey: act
    .route({
      method: 'POST',
      path: '/data/survey',
      tags: ['data'],
      summary: 'The same while files are being found, a few times a second; the last one has counting: false',
    })
    .input(SurveyRequest)
    .output(eventIterator(Survey)),
  browse: look
    .route({
      method: 'GET',
      path: '/data/folders',
      tags: ['data'],
      summary: 'What a folder of the server holds, within the allowed roots',
    })
    .input(z.object({ path: z.string().max(32_768).optional().describe('by default the roots themselves') }))
    .output(z.strictObject({ path: z.string().optional(), entries: z.array(FolderEntry), complete: z.boolean() })),
};

export const uploads = {
  create: act
    .route({ method: 'POST', path: '/uploads', successStatus: 201, tags: ['uploads'], summary: 'Make room for files' })
    .output(Upload),
  get: look
    .route({ method: 'GET', path: '/uploads/{uploadId}', tags: ['uploads'], summary: 'What has arrived' })
    .input(UploadRef)
    .output(Upload),
  remove: act
    .route({ method: 'DELETE', path: '/uploads/{uploadId}', tags: ['uploads'], summary: 'Drop the files' })
    .input(UploadRef)
    .output(Done),
};

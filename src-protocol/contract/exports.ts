import { z } from 'zod';
import { act, Done, Id, JobRef, look, Time } from './procedure.ts';
import { ColumnName, ResultFilter } from './results.ts';

export const ExportFormat = z.enum(['json', 'jsonl', 'csv', 'tsv']);

export const ExportRequest = JobRef.extend({
  format: ExportFormat,
  columns: z
    .union([z.enum(['core', 'all']), z.array(ColumnName).min(1).max(10_000)])
    .default('all')
    .describe('of CSV and TSV'),
  excel: z.boolean().default(false),
  filter: ResultFilter.optional().describe('by default all results'),
  items: z.array(Id).min(1).max(100_000).optional().describe('only these'),
});

export const ExportView = z.strictObject({
  exportId: z.string(),
  jobId: Id,
  format: ExportFormat,
  state: z.enum(['running', 'complete', 'failed', 'cancelled']),
  message: z.string().optional(),
  records: z.int().describe('written so far'),
  total: z.int(),
  bytes: z.number(),
  startedAt: Time,
  downloadPath: z.string().describe('where the file is to be had once it is complete'),
});

const ExportRef = z.object({ exportId: z.string().min(1).max(100) });

export const resultExports = {
  start: act
    .route({ method: 'POST', path: '/jobs/{id}/exports', successStatus: 201, tags: ['exports'], summary: 'Begin one' })
    .input(ExportRequest)
    .output(ExportView),
  list: look
    .route({ method: 'GET', path: '/exports', tags: ['exports'], summary: 'Those that there are' })
    .output(z.strictObject({ exports: z.array(ExportView) })),
  get: look
    .route({ method: 'GET', path: '/exports/{exportId}', tags: ['exports'], summary: 'How it stands' })
    .input(ExportRef)
    .output(ExportView),
  remove: act
    .route({ method: 'DELETE', path: '/exports/{exportId}', tags: ['exports'], summary: 'Stop it, and drop its file' })
    .input(ExportRef)
    .output(Done),
};

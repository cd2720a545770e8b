import { z } from 'zod';
import { OutcomeKind } from '../model/record.ts';
import { Id, JobRef, look } from './procedure.ts';

/** A field of the record (`path`, `size`, `outcome`, …), a core field (`iso`) or a tag (`IFD0:Make`). */
export const ColumnName = z.string().min(1).max(300);

const Scalar = z.union([z.string().max(4_096), z.number(), z.boolean()]);

/** One condition on one column. Text is compared without regard to case; dates as ISO 8601 in their local time. */
export const Condition = z.discriminatedUnion('test', [
  z.strictObject({ column: ColumnName, test: z.literal('equals'), values: z.array(Scalar).min(1).max(1_000) }),
  z.strictObject({ column: ColumnName, test: z.literal('contains'), text: z.string().min(1).max(1_000) }),
  z.strictObject({
    column: ColumnName,
    test: z.literal('between'),
    from: Scalar.optional().describe('this or more'),
    to: Scalar.optional().describe('this or less'),
  }),
  z.strictObject({ column: ColumnName, test: z.literal('present') }),
  z.strictObject({ column: ColumnName, test: z.literal('absent') }),
]);
export type Condition = z.infer<typeof Condition>;

/** Which results: those for which every condition holds and whose path or texts contain what is searched for. */
export const ResultFilter = z.strictObject({
  search: z.string().max(1_000).default('').describe('words, all of which must occur in the path or in a core field'),
  conditions: z
    .array(Condition.and(z.object({ not: z.boolean().optional() })))
    .max(50)
    .default([]),
});
export type ResultFilter = z.infer<typeof ResultFilter>;

export const ResultSort = z.strictObject({ column: ColumnName, descending: z.boolean().default(false) });

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof Cell>;

export const ResultRow = z.strictObject({
  itemId: Id,
  cells: z.array(Cell).describe('one for each column that was asked for; null where the file does not have it'),
});

export const ColumnCoverage = z.strictObject({
  column: ColumnName,
  kind: z.enum(['record', 'core', 'tag']),
  type: z.enum(['text', 'number', 'boolean', 'date']),
  files: z.int().describe('how many files have it'),
});

export const FacetValue = z.strictObject({
  value: Scalar,
  files: z.int(),
  bytes: z.int().optional().describe('the sizes of these files together, where that was asked for'),
});

/** `thumbnail`: small, for a grid. `large`: for looking at one file. */
export const PreviewSize = z.enum(['thumbnail', 'large']);
export type PreviewSize = z.infer<typeof PreviewSize>;

export const Place = z.strictObject({ latitude: z.number(), longitude: z.number(), files: z.int() });
export type Place = z.infer<typeof Place>;

export const results = {
  page: look
    .route({
      method: 'POST',
      path: '/jobs/{id}/results/page',
      tags: ['results'],
      summary: 'A page of the results, filtered and sorted',
    })
    .input(
      JobRef.extend({
        columns: z.array(ColumnName).min(1).max(300),
        filter: ResultFilter.default({ search: '', conditions: [] }),
        sort: ResultSort.optional().describe('by default in the order in which the files were found'),
        offset: z.int().min(0).max(100_000_000).default(0),
        limit: z.int().min(1).max(1_000).default(100),
      }),
    )
    .output(z.strictObject({ total: z.int(), rows: z.array(ResultRow) })),
  list: look
    .route({
      method: 'GET',
      path: '/jobs/{id}/results',
      tags: ['results'],
      summary: 'Whole records in the order in which the files were found, page by page',
    })
    .input(
      JobRef.extend({
        after: z.coerce.number().int().min(0).default(0).describe('the `next` of the page before'),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
        outcome: OutcomeKind.optional(),
      }),
    )
    .output(
      z.strictObject({
        records: z.array(z.record(z.string(), z.unknown())),
        next: z.int().optional().describe('absent at the end'),
      }),
    ),
  get: look
    .route({
      method: 'GET',
      path: '/jobs/{id}/results/{itemId}',
      tags: ['results'],
      summary: 'One whole record; of a file that could not be read also at which worker, and when',
    })
    .input(JobRef.extend({ itemId: Id }))
    .output(z.record(z.string(), z.unknown())),
  preview: look
    .route({
      method: 'GET',
      path: '/jobs/{id}/results/{itemId}/preview',
      tags: ['results'],
      summary: 'A picture of the file that a browser shows: the file itself, or the picture that it holds',
    })
    .input(JobRef.extend({ itemId: Id, size: PreviewSize.default('large') }))
    .output(z.file().describe('with the type that its bytes tell')),
  places: look
    .route({
      method: 'POST',
      path: '/jobs/{id}/results/places',
      tags: ['results'],
      summary: 'Where the filtered results were made, gathered by the cells of a grid',
    })
    .input(
      JobRef.extend({
        filter: ResultFilter.default({ search: '', conditions: [] }),
        cells: z.int().min(1).max(20_000).default(2_000).describe('at most; the grid is as fine as they allow'),
      }),
    )
    .output(
      z.strictObject({
        files: z.int().describe('that have a position'),
        places: z.array(Place).describe('the middle of the files of each cell, in degrees'),
      }),
    ),
  position: look
    .route({
      method: 'POST',
      path: '/jobs/{id}/results/position',
      tags: ['results'],
      summary: 'Where one file is among the results, filtered and sorted',
    })
    .input(
      JobRef.extend({
        itemId: Id,
        filter: ResultFilter.default({ search: '', conditions: [] }),
        sort: ResultSort.optional().describe('by default in the order in which the files were found'),
      }),
    )
    .output(z.strictObject({ offset: z.int().optional().describe('absent where it is not among them') })),
  columns: look
    .route({
      method: 'GET',
      path: '/jobs/{id}/columns',
      tags: ['results'],
      summary: 'The columns that its files have, and how many have each',
    })
    .input(JobRef)
    .output(z.strictObject({ files: z.int(), columns: z.array(ColumnCoverage) })),
  facets: look
    .route({
      method: 'POST',
      path: '/jobs/{id}/results/facets',
      tags: ['results'],
      summary: 'How many of the filtered results have which value',
    })
    .input(
      JobRef.extend({
        columns: z.array(ColumnName).min(1).max(20),
        filter: ResultFilter.default({ search: '', conditions: [] }),
        limit: z.int().min(1).max(1_000).default(20).describe('values of each column, the most frequent first'),
        bytes: z.boolean().default(false).describe('also how large the files of each value are together'),
      }),
    )
    .output(
      z.strictObject({
        facets: z.array(
          z.strictObject({
            column: ColumnName,
            values: z.array(FacetValue),
            others: z.int().describe('files with values that are not listed'),
            absent: z.int().describe('files without any'),
          }),
        ),
      }),
    ),
  histogram: look
    .route({
      method: 'POST',
      path: '/jobs/{id}/results/histogram',
      tags: ['results'],
      summary: 'How the filtered results are spread over the values of a number or date',
    })
    .input(
      JobRef.extend({
        column: ColumnName,
        filter: ResultFilter.default({ search: '', conditions: [] }),
        buckets: z.int().min(1).max(500).default(40),
        by: z
          .enum(['range', 'logarithm', 'year', 'month', 'day', 'hour-of-day'])
          .default('range')
          .describe('calendar steps are for dates'),
      }),
    )
    .output(
      z.strictObject({
        buckets: z.array(z.strictObject({ from: Scalar, to: Scalar, files: z.int() })),
        absent: z.int(),
      }),
    ),
};

import { callFault } from '../http/call-fault.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { PreviewService } from '../previews/preview-service.ts';
import type { ApiServices } from '../services.ts';
import { procedures } from './procedures.ts';

export function resultsRouter(jobs: JobService, ask: ApiServices['questions'], previews: PreviewService) {
  const of = procedures.results;
  const idOf = (id: number) => jobs.stored(id).id;
  return {
    page: of.page.handler(async ({ input: { id, ...page } }) => there(await ask.resultPage(idOf(id), page))),
    list: of.list.handler(async ({ input: { id, ...part } }) => {
      const { records, next } = there(await ask.resultRecords(idOf(id), part));
      return { records: records.map(parseRecord), ...(next === undefined ? {} : { next }) };
    }),
    get: of.get.handler(async ({ input: { id, itemId } }) =>
      parseRecord(there(await ask.resultRecord(idOf(id), itemId))),
    ),
    preview: of.preview.handler(({ input: { id, itemId, size }, signal }) =>
      previews.preview(idOf(id), itemId, size, signal),
    ),
    columns: of.columns.handler(async ({ input: { id } }) => there(await ask.resultColumns(idOf(id)))),
    facets: of.facets.handler(async ({ input: { id, ...facets } }) => ({
      facets: there(await ask.resultFacets(idOf(id), facets)).map(({ values, ...facet }) => ({
        ...facet,
        values: [...values],
      })),
    })),
    places: of.places.handler(async ({ input: { id, ...query } }) => there(await ask.resultPlaces(idOf(id), query))),
    position: of.position.handler(async ({ input: { id, ...query } }) =>
      there(await ask.resultOffset(idOf(id), query)),
    ),
    histogram: of.histogram.handler(async ({ input: { id, ...histogram } }) => {
      const { buckets, absent } = there(await ask.resultHistogram(idOf(id), histogram));
      return { buckets: [...buckets], absent };
    }),
  };
}

/** A job may be deleted while it is asked about. */
function there<T>(answer: T | undefined): T {
  if (answer === undefined) throw callFault('NOT_FOUND', 'There is no such result, or its job is gone.');
  return answer;
}

function parseRecord(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>;
}

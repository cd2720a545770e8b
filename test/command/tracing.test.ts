import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { writeCollection } from '../fixtures/collection.ts';
import { temporaryFolders } from '../process/support/run-cli.ts';
import { jobIn, startServer } from '../process/support/server.ts';

const Attribute = z.looseObject({ key: z.string(), value: z.looseObject({ intValue: z.coerce.number().optional() }) });
const Span = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: z.array(Attribute),
});
type Span = z.infer<typeof Span>;
const Export = z.looseObject({
  resourceSpans: z.array(z.looseObject({ scopeSpans: z.array(z.looseObject({ spans: z.array(Span) })) })),
});

const temporaryFolder = temporaryFolders();

test('a job is one trace at the collector: crawl, leases with their extractors, and what was recorded', async () => {
  const spans: Span[] = [];
  const collector = createServer((request, response) => {
    void json(request).then((body) => {
      for (const { scopeSpans } of Export.parse(body).resourceSpans)
        for (const scope of scopeSpans) spans.push(...scope.spans);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  try {
    const world = await temporaryFolder('tracing');
    await writeCollection({ folder: join(world, 'files'), count: 40, seed: 2, paddingScale: 0 });
    const { port } = collector.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port.toString()}`;
    const server = await startServer(join(world, 'data'), [], { env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } });
    const { id } = await server.client.jobs.create({ sources: [join(world, 'files')] });
    await jobIn(server.client, id, ['completed']);
    expect(await server.end()).toBe(0); // what is left is sent at the end
  } finally {
    collector.close();
  }

  const named = (name: string) => spans.filter((span) => span.name === name);
  const sumOf = (of: readonly Span[], attribute: string) =>
    of.reduce((sum, { attributes }) => sum + (attributes.find(({ key }) => key === attribute)?.value.intValue ?? 0), 0);
  const [job] = named('job');
  expect(named('job')).toHaveLength(1);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([job?.traceId]));
  expect(named('crawl')).toHaveLength(1);
  expect(sumOf(named('lease'), 'files')).toBe(40);
  expect(sumOf(named('record'), 'files')).toBe(40);
  for (const name of ['crawl', 'lease', 'record'])
    for (const span of named(name)) expect(span.parentSpanId, name).toBe(job?.spanId);
  const leases = new Set(named('lease').map(({ spanId }) => spanId));
  expect(named('extractor').length).toBeGreaterThanOrEqual(leases.size);
  for (const { parentSpanId } of named('extractor')) expect(leases).toContain(parentSpanId);
  for (const { startTimeUnixNano, endTimeUnixNano } of spans)
    expect(endTimeUnixNano).toBeGreaterThanOrEqual(startTimeUnixNano);
});

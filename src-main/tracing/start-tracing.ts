import type { Tracer } from '@opentelemetry/api';

export interface Tracing extends AsyncDisposable {
  readonly tracer: Tracer;
}

/**
 * Sends traces to the OTLP endpoint that the environment names (`OTEL_EXPORTER_OTLP_ENDPOINT`, or that of traces alone);
 * undefined where it names none: then nothing of it is even loaded.
 */
export async function startTracing(environment: NodeJS.ProcessEnv, version: string): Promise<Tracing | undefined> {
  const endpoint = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (endpoint === undefined || endpoint === '') return undefined;
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': environment['OTEL_SERVICE_NAME'] ?? 'metaextract',
      'service.version': version,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  return {
    tracer: provider.getTracer('metaextract', version),
    [Symbol.asyncDispose]: () => provider.shutdown(),
  };
}

import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { hasEnded } from '../../src-protocol/model/job.ts';
import type { JobSpan, StoredJob } from '../coordinator/ports.ts';

interface OpenTrace {
  readonly span: Span;
  readonly context: Context;
}

/** Makes one trace of each run of a job: under it the crawls, the leases with their extractors, and what is recorded. */
export class JobTraces {
  readonly #tracer: Tracer;
  readonly #open = new Map<number, OpenTrace>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** A job is new, or has another state. */
  onJob({ id, state, spec, message }: StoredJob): void {
    const open = this.#open.get(id);
    if (state === 'running' && open === undefined) this.#begin(id, { 'job.id': id, 'job.priority': spec.priority });
    if (open === undefined || !(hasEnded(state) || state === 'interrupted')) return;
    this.#open.delete(id);
    open.span.setAttribute('job.state', state);
    if (state === 'failed') open.span.setStatus({ code: SpanStatusCode.ERROR, ...(message && { message }) });
    open.span.end();
  }

  onSpan({ jobId, name, beganAtMs, endedAtMs, attributes, extractorsMs = {} }: JobSpan): void {
    const job = this.#open.get(jobId);
    if (job === undefined) return;
    const context = this.#span(name, job.context, beganAtMs, endedAtMs, attributes);
    for (const [extractor, durationMs] of Object.entries(extractorsMs))
      this.#span('extractor', context, beganAtMs, beganAtMs + durationMs, { extractor });
  }

  #begin(jobId: number, attributes: Attributes): void {
    const span = this.#tracer.startSpan('job', { root: true, attributes });
    this.#open.set(jobId, { span, context: trace.setSpan(ROOT_CONTEXT, span) });
  }

  #span(name: string, parent: Context, beganAtMs: number, endedAtMs: number, attributes: Attributes): Context {
    const startTime = performance.timeOrigin + beganAtMs;
    const span = this.#tracer.startSpan(name, { startTime, attributes }, parent);
    span.end(performance.timeOrigin + endedAtMs);
    return trace.setSpan(parent, span);
  }
}

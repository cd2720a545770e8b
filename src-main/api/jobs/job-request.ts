import type { JobRequest } from '../../../src-protocol/contract/jobs.ts';
import type { JobSpec } from '../../../src-protocol/model/job.ts';

/** What a submission becomes. */
export function specOfRequest(request: JobRequest): JobSpec {
  const { name, sources, include, exclude, hidden, followSymlinks, cache, priority, limits, watch } = request;
  const { workers, assignments } = request;
  return {
    ...(name === undefined ? {} : { name }),
    sources,
    listed: false,
    include,
    exclude,
    hidden,
    followSymlinks,
    extraction: {
      profile: request.profile,
      hashes: request.hashes,
      timeoutMs: Math.round(request.timeoutS * 1_000),
    },
    cache,
    priority,
    maxAttempts: request.retries + 1,
    limits,
    watch,
    ...(workers === undefined ? {} : { workers }),
    assignments,
  };
}

/** The submission that makes the same job again; those of its sources that are in a list are not part of it. */
export function requestOfSpec(spec: JobSpec): JobRequest {
  const { name, sources, include, exclude, hidden, followSymlinks, extraction, cache, priority, limits, watch } = spec;
  const { workers, assignments } = spec;
  return {
    ...(name === undefined ? {} : { name }),
    sources,
    include,
    exclude,
    hidden,
    followSymlinks,
    profile: extraction.profile,
    hashes: extraction.hashes,
    timeoutS: extraction.timeoutMs / 1_000,
    retries: spec.maxAttempts - 1,
    cache,
    priority,
    limits,
    watch,
    ...(workers === undefined ? {} : { workers }),
    assignments,
  };
}

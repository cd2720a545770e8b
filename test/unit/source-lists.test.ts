import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JobService } from '../../src-main/api/jobs/job-service.ts';
import { SourceLists } from '../../src-main/api/jobs/source-lists.ts';
import type { StoredJob } from '../../src-main/coordinator/ports.ts';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import { SPEC } from './fakes/engine.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Jobs in memory, with their lists in a folder. */
function jobsIn(folder: string) {
  const fileOf = (jobId: number) => join(folder, 'lists', `${jobId.toString()}.list`);
  const stored = new Map<number, StoredJob>();
  const started: number[] = [];
  const job = (spec: StoredJob['spec']): StoredJob => {
    const id = stored.size + 1;
    const never = { message: undefined, endedAtMs: undefined };
    const made: StoredJob = {
      id,
      spec,
      state: 'queued',
      ...never,
      keyId: 1,
      crawlEnded: false,
      createdAtMs: 0,
      activeMs: 0,
    };
    stored.set(id, made);
    return made;
  };
  const never = () => {
    throw new Error('not asked');
  };
  const service = new JobService({
    control: {
      create: job,
      start: (jobId) => started.push(jobId),
      ...{ pause: never, cancel: never, retry: never, setPriority: never },
      delete: () => Promise.resolve(),
      progressOf: () => undefined,
      waitingFor: () => undefined,
    },
    jobs: { get: (jobId) => stored.get(jobId), list: () => [...stored.values()].reverse() },
    countsOf: () => Promise.resolve(NO_COUNTS),
    checkRequest: () => Promise.resolve(),
    startsJobs: true,
    lists: new SourceLists(fileOf),
    onDeleted: () => undefined,
  });
  return { service, stored, started, fileOf, job };
}

function sources(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `/photos/${at.toString()} Ä\udcff.jpg`);
}

describe('the sources of a job', () => {
  test('are part of it as long as they are a thousand', async () => {
    const folder = temporaryFolder();
    const { service, stored, started } = jobsIn(folder);
    const request = JobRequest.parse({ sources: sources(1_000) });
    const job = await service.create(request);
    expect(job).toMatchObject({ sourceCount: 1_000, request });
    expect(stored.get(job.id)?.spec.listed).toBe(false);
    expect(started).toEqual([job.id]);
    expect(await service.request(job.id)).toEqual(request);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('beyond a thousand are in its list, byte for byte, and it is submitted again with all of them', async () => {
    const { service, stored, started, fileOf } = jobsIn(temporaryFolder());
    const request = JobRequest.parse({ sources: sources(30_000) });
    const job = await service.create(request);
    expect(job.sourceCount).toBe(30_000);
    expect(job.request).toEqual({ ...request, sources: request.sources.slice(0, 1_000) });
    expect(stored.get(job.id)?.spec).toMatchObject({ listed: true, sources: request.sources.slice(0, 1_000) });
    expect(started).toEqual([job.id]);
    const lines = readFileSync(fileOf(job.id)).toString('latin1').split('\0');
    expect(lines).toHaveLength(29_001);
    expect(lines[0]).toBe('/photos/1000 \xc3\x84\xff.jpg');
    expect(await service.request(job.id)).toEqual(request);
    expect(await service.list({ limit: 10 })).toEqual([job]);
    expect(readdirSync(join(fileOf(0), '..'))).toEqual([`${job.id.toString()}.list`]);
  });

  test('that the command line was given without a list are shown up to a thousand, however many they are', async () => {
    const { service, job } = jobsIn(temporaryFolder());
    const { id } = job({ ...SPEC, sources: sources(20_000) });
    const view = await service.get(id);
    expect(view).toMatchObject({ sourceCount: 20_000, request: { sources: sources(1_000) } });
    expect((await service.request(id)).sources).toHaveLength(20_000);
  });

  test('are forgotten with the job', async () => {
    const { service, fileOf } = jobsIn(temporaryFolder());
    const { id } = await service.create(JobRequest.parse({ sources: sources(1_001) }));
    expect(existsSync(fileOf(id))).toBe(true);
    await service.delete(id);
    expect(existsSync(fileOf(id))).toBe(false);
  });

  test('that the command line has put in a list are shown and counted too, and a list that is gone is no fault', async () => {
    const folder = temporaryFolder();
    const { service, job, fileOf } = jobsIn(folder);
    const { id } = job({ ...SPEC, sources: [], listed: true });
    expect(await service.get(id)).toMatchObject({ sourceCount: 0, request: { sources: [] } });
    await expect(service.request(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    using list = await new SourceLists(fileOf).write(sources(2_500));
    list.giveTo(id);
    const view = await service.get(id);
    expect(view.sourceCount).toBe(2_500);
    expect(view.request.sources).toEqual(sources(1_000));
    expect((await service.request(id)).sources).toEqual(sources(2_500));
  });
});

import { expect, test, vi } from 'vitest';
import { EventHub } from '../../src-main/api/events/event-hub.ts';
import { JobService } from '../../src-main/api/jobs/job-service.ts';
import { SourceLists } from '../../src-main/api/jobs/source-lists.ts';
import { Publisher } from '../../src-main/api/live/publisher.ts';
import type { Event } from '../../src-protocol/contract/events.ts';
import { NO_COUNTS } from '../../src-protocol/model/job.ts';
import { SILENT, SPEC, SimulatedEngine } from './fakes/engine.ts';

/** Jobs with whoever tells of them, and all that a subscriber hears. */
function told() {
  const engine = new SimulatedEngine({ workers: [1], read: () => ({ ms: 1, end: 'ok' }) });
  const heard: Event[] = [];
  const hub = new EventHub();
  vi.spyOn(hub, 'publish').mockImplementation((event) => heard.push(event));
  const jobs: JobService = new JobService({
    control: engine.coordinator,
    jobs: { get: (jobId) => engine.store.jobs.get(jobId), list: ({ limit }) => engine.store.jobs.list(limit) },
    countsOf: () => Promise.resolve(NO_COUNTS),
    checkRequest: () => Promise.resolve(),
    startsJobs: false,
    lists: new SourceLists(() => 'unused'),
    onDeleted: (jobId) => {
      publisher.deleted(jobId);
    },
  });
  const publisher = new Publisher(hub, jobs, SILENT);
  return { engine, jobs, publisher, heard };
}

test('a job that is deleted is told to be gone once, after what was told of it before, and never again', async () => {
  const { engine, jobs, publisher, heard } = told();
  const { id } = engine.coordinator.create(SPEC);
  engine.coordinator.cancel(id);
  publisher.job(id);
  await vi.waitUntil(() => heard.length === 1);
  await jobs.delete(id);
  publisher.job(id);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(heard).toMatchObject([
    { kind: 'job', job: { id, state: 'cancelled' } },
    { kind: 'job-deleted', jobId: id },
  ]);
  await engine[Symbol.asyncDispose]();
});

test('a job whose counts cannot be had for once is told at its next change, and nobody hears that it is gone', async () => {
  const { engine, jobs, publisher, heard } = told();
  const { id } = engine.coordinator.create(SPEC);
  vi.spyOn(jobs, 'get').mockRejectedValueOnce(new Error('the disk was away'));
  publisher.job(id);
  publisher.job(id);
  await vi.waitUntil(() => heard.length > 0);
  expect(heard).toMatchObject([{ kind: 'job', job: { id } }]);
  await engine[Symbol.asyncDispose]();
});

test('what the state of a job does not allow is refused in words, and a fault of the store is none of these', async () => {
  const { engine, jobs } = told();
  const { id } = engine.coordinator.create(SPEC);
  const message = 'Job 1 is queued: only a job that has ended can be deleted. Cancel it first.';
  await expect(jobs.delete(id)).rejects.toMatchObject({ code: 'CONFLICT', message });
  const fault = new TypeError('the database is gone');
  engine.store.fault = fault;
  await expect(jobs.cancel(id)).rejects.toBe(fault);
  engine.store.fault = undefined;
  await engine[Symbol.asyncDispose]();
});

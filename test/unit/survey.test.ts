import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { DataService } from '../../src-main/api/data/data-service.ts';
import { callFault } from '../../src-main/api/http/call-fault.ts';
import type { Survey } from '../../src-protocol/contract/data.ts';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import type { Intake } from '../../src-main/coordinator/ports.ts';
import { fakeIntake, found } from './fakes/engine.ts';

const REQUEST = JobRequest.parse({ sources: ['/f'] });

function serviceOf(
  intake: Pick<Intake, 'crawl'>,
  checkRequest: () => Promise<void> = () => Promise.resolve(),
): DataService {
  return new DataService({
    intake,
    checkRequest,
    browse: () => Promise.reject(new Error('not asked')),
    known: ({ names }) => names.map((name) => name.startsWith('known')),
    predictor: () => () => 10,
    workers: () => [{ id: 'local-1', slots: 2 }],
    leaseMs: 400,
  });
}

async function all(survey: AsyncIterable<Survey>): Promise<Survey[]> {
  const told: Survey[] = [];
  for await (const each of survey) told.push(each);
  return told;
}

describe('a survey', () => {
  test('tells while files are found, and at last the whole, the same as a partition', async () => {
    const batches = Array.from({ length: 12 }, (_, at) => [
      found([`${at.toString()}.jpg`, `known${at.toString()}.CR3`]),
    ]);
    const service = serviceOf(fakeIntake(batches, 60));
    const began = performance.now();
    const told = await all(await service.survey(REQUEST, 1_000, undefined));
    const seconds = (performance.now() - began) / 1_000;
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThanOrEqual(4 * seconds + 1);
    expect(told.slice(0, -1).every(({ counting, complete }) => counting && !complete)).toBe(true);
    expect(told[0]?.files).toBeLessThan(24);
    const last = told.at(-1);
    expect(last).toMatchObject({ files: 24, cached: 12, counting: false, complete: true });
    expect(last?.content).toEqual([
      { kind: 'photo', files: 12, bytes: 12_000 },
      { kind: 'raw', files: 12, bytes: 12_000 },
    ]);
    expect(last).toEqual({ ...(await service.partition(REQUEST, 1_000)), counting: false });
  });

  test('ends at its limit, and says that it is not complete', async () => {
    const batches = Array.from({ length: 50 }, (_, at) => [found([`${at.toString()}.jpg`])]);
    const told = await all(await serviceOf(fakeIntake(batches, 1)).survey(REQUEST, 10, undefined));
    expect(told.at(-1)).toMatchObject({ files: 10, counting: false, complete: false });
  });

  test.each(['with its signal', 'without more reading'])('ends the crawl when the caller is gone, %s', async (how) => {
    let signalOfCrawl: AbortSignal | undefined;
    const endless: Intake['crawl'] = async (_job, onFound, signal) => {
      signalOfCrawl = signal;
      while (!signal.aborted) {
        await onFound([found(['a.jpg'])]);
        await sleep(5);
      }
    };
    const gone = new AbortController();
    const survey = await serviceOf({ crawl: endless }).survey(REQUEST, 1_000_000, gone.signal);
    expect((await survey.next()).value).toMatchObject({ counting: true });
    if (how === 'with its signal') gone.abort();
    else await survey.return();
    expect(signalOfCrawl?.aborted).toBe(true);
    expect((await survey.next()).done).toBe(true);
  });

  test('refuses at once what may not be read, and fails where the crawl does', async () => {
    const refusing = serviceOf(fakeIntake([]), () => Promise.reject(callFault('NOT_ALLOWED_PATH')));
    await expect(refusing.survey(REQUEST, 10, undefined)).rejects.toThrow('outside');
    const failing = serviceOf({ crawl: () => Promise.reject(new Error('The crawl failed')) });
    await expect(all(await failing.survey(REQUEST, 10, undefined))).rejects.toThrow('The crawl failed');
  });
});

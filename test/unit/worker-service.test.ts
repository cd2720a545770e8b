import { expect, test } from 'vitest';
import { EventHub } from '../../src-main/api/events/event-hub.ts';
import { Lanes } from '../../src-main/api/live/lanes.ts';
import { WorkerService } from '../../src-main/api/workers/worker-service.ts';
import type { ScalableWorkers } from '../../src-main/links/scalable-workers.ts';
import { runtimeView } from './fakes/runtime-view.ts';

function serviceOf(asked: string[]) {
  const note = (verb: string, known: string) => (id: string) => {
    if (id !== known) return false;
    asked.push(`${verb} ${id}`);
    return true;
  };
  const local: Pick<ScalableWorkers, 'runtimes' | 'pause' | 'resume' | 'drain' | 'restart'> = {
    runtimes: () => [runtimeView({ id: 'local-1' })],
    pause: note('pause', 'local-1'),
    resume: note('resume', 'local-1'),
    drain: note('drain', 'local-1'),
    restart: note('restart', 'local-1'),
  };
  return new WorkerService({
    workers: local,
    machines: {
      runtimes: () => [{ ...runtimeView({ id: 'attic/local-1' }), machine: 'm1' }],
      pauseRuntime: note('pause there', 'attic/local-1'),
      resumeRuntime: note('resume there', 'attic/local-1'),
      restartRuntime: note('restart there', 'attic/local-1'),
    },
    leases: () => [],
    lanes: new Lanes(new EventHub(), Date.now),
    nowMs: Date.now,
  });
}

test('workers of other computers are listed with those of this one, and with the computer that they are of', () => {
  expect(serviceOf([]).list()).toMatchObject([
    { id: 'local-1', kind: 'local' },
    { id: 'attic/local-1', kind: 'remote', machine: 'm1' },
  ]);
});

test('a worker is paused, resumed and restarted where it is', () => {
  const asked: string[] = [];
  const service = serviceOf(asked);
  service.pause('local-1');
  service.pause('attic/local-1');
  service.resume('attic/local-1');
  service.restart('attic/local-1');
  expect(asked).toEqual([
    'pause local-1',
    'pause there attic/local-1',
    'resume there attic/local-1',
    'restart there attic/local-1',
  ]);
  expect(() => service.pause('nobody')).toThrow('There is no worker nobody.');
});

test('one process of another computer is not drained alone', () => {
  const asked: string[] = [];
  const service = serviceOf(asked);
  expect(() => service.drain('attic/local-1')).toThrow('Drain the computer');
  service.drain('local-1');
  expect(asked).toEqual(['drain local-1']);
});

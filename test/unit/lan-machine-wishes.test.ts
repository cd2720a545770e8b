import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { OWN_EXTRACTORS } from './fakes/fake-machine.ts';
import { attic, file, opened, pairedFolder } from './fakes/paired-lan.ts';

describe('what a person wants of a machine', () => {
  test('pause: no more leases, also after a restart, until it is resumed', async () => {
    const dataFolder = pairedFolder();
    const lan = (await opened({ dataFolder })).start();
    lan.working(attic);
    expect(lan.workers.pause(attic.id)).toMatchObject({ state: 'paused' });
    expect(lan.worker('attic/local-1').takesLeases()).toBe(false);
    const later = (await opened({ dataFolder })).start();
    const machine = later.connect(attic).describe();
    expect([later.states(), machine.told]).toEqual([['attic paused'], []]);
    expect(later.workers.resume(attic.id)).toMatchObject({ state: 'ready' });
    expect(machine.toldOf('work')).toHaveLength(1);
  });

  test('pause, and the end of it, also while it is away', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    lan.workers.pause(attic.id);
    machine.state('broken');
    expect(lan.states()).toEqual(['attic paused']);
    expect(lan.message()).toBe('It gets no files until it is resumed. The link to it is lost for now.');
    machine.end('nothing was heard for 30 s');
    expect(lan.states()).toEqual(['attic paused']);
    expect(lan.message()).toContain('nothing was heard for 30 s');
    expect(lan.workers.resume(attic.id)).toMatchObject({ state: 'connecting' });
  });

  test('drain: it finishes what is on its way to it, and only then is told to rest', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic);
    const leaseId = lan.leaseTo('attic/local-1', [file()]);
    expect(lan.workers.drain(attic.id)).toMatchObject({ state: 'draining' });
    expect(lan.worker('attic/local-1').takesLeases()).toBe(false);
    await vi.waitFor(() => {
      expect(machine.told.at(-1)).toEqual({ kind: 'rest' });
    });
    expect(machine.leases).toEqual([leaseId]);
    lan.start();
    expect(machine.toldOf('work')).toHaveLength(1);
    lan.workers.resume(attic.id);
    expect(machine.toldOf('work')).toHaveLength(2);
  });

  test('limits: they are told at once, kept, and never more than it offers', async () => {
    const dataFolder = pairedFolder();
    const lan = (await opened({ dataFolder })).start();
    const machine = lan.working(attic);
    lan.workers.setLimits(attic.id, { slots: 1, memoryLimitBytes: 2e8 });
    expect(machine.toldOf('work').at(-1)).toMatchObject({ slots: 1, memoryLimitBytes: 2e8 });
    expect([lan.workers.slots, lan.workers.machines()[0]?.limits.slots]).toEqual([1, 1]);
    const later = (await opened({ dataFolder })).start();
    expect(later.connect(attic).describe().toldOf('work')).toMatchObject([{ slots: 1 }]);
    later.workers.setLimits(attic.id, { slots: 99 });
    expect(later.workers.slots).toBe(4);
  });

  test('remove: it is told, its files go to others, and nothing is kept of it', async () => {
    const dataFolder = pairedFolder();
    const lan = (await opened({ dataFolder })).start();
    const machine = lan.working(attic);
    await lan.workers.remove(attic.id);
    expect(machine.told.at(-1)).toEqual({ kind: 'removed' });
    expect([lan.down, lan.workers.machines(), lan.links.known]).toEqual([['attic/local-1 link'], [], []]);
    expect(lan.removed).toEqual(['attic']);
    expect(readFileSync(join(dataFolder, 'link', 'machines.json'), 'utf8')).not.toContain('attic');
    expect(() => lan.workers.pause(attic.id)).toThrow(/no such computer/i);
  });

  test('one process paused: the others go on, and so does the one after it not', async () => {
    const lan = (await opened()).start();
    const machine = lan.working(attic).up(2);
    expect(lan.workers.pauseRuntime('attic/local-1')).toBe(true);
    expect(lan.workers.pauseRuntime('attic/local-9')).toBe(false);
    expect(lan.up.map((worker) => worker.takesLeases())).toEqual([false, true]);
    expect(lan.workers.runtimes()[0]).toMatchObject({ state: 'paused', isPaused: true });
    machine.down(1);
    machine.say({ kind: 'runtime-up', runtime: 3, name: 'local-1', slots: 2, extractors: [...OWN_EXTRACTORS] });
    expect(lan.worker('attic/local-1').takesLeases()).toBe(false);
    expect(lan.workers.runtimes().find(({ id }) => id === 'attic/local-1')).toMatchObject({ restarts: 1 });
    lan.workers.resumeRuntime('attic/local-1');
    expect(lan.worker('attic/local-1').takesLeases()).toBe(true);
  });

  test('a log, or the test of a mapping: from the machine, or why it cannot be had', async () => {
    const lan = (await opened()).start();
    await expect(lan.workers.log(attic.id, 10)).rejects.toThrow(/no link/);
    await expect(lan.workers.testMapping(attic.id, '/photos')).rejects.toMatchObject({ code: 'CONFLICT' });
    const machine = lan.working(attic);
    const lines = lan.workers.log(attic.id, 10);
    const request = machine.toldOf('ask-log')[0]?.request ?? -1;
    const line = { at: '2026-01-02T03:04:05.678Z', level: 'info', event: 'started', fields: {} } as const;
    machine.say({ kind: 'log', request, lines: [line] });
    expect(await lines).toEqual([line]);
    const unanswered = lan.workers.log(attic.id, 10);
    machine.end('cut');
    await expect(unanswered).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

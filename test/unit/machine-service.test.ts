import { expect, test } from 'vitest';
import { MachineService, type PairedMachines } from '../../src-main/api/machines/machine-service.ts';
import { callFault } from '../../src-main/api/http/call-fault.ts';
import { MachineRefused } from '../../src-main/links/lan/machine-refused.ts';
import type { Machine } from '../../src-protocol/contract/machines.ts';
import { machine } from '../renderer/support/machine.ts';

const ATTIC = machine({ id: 'm1', slots: 2 });

/** Knows one computer, and says of any other that there is none. */
function serviceOf(machines: Partial<PairedMachines> = {}, speed?: number) {
  const known = (machineId: string): Machine => {
    if (machineId === ATTIC.id) return ATTIC;
    throw new MachineRefused('NOT_FOUND', 'There is no such computer.');
  };
  const paired: PairedMachines = {
    machines: () => [ATTIC],
    discover: () => Promise.resolve({ found: [] }),
    pair: () => Promise.reject(new MachineRefused('CONFLICT', 'The code was used already.')),
    invite: ({ hosts }) => Promise.resolve({ code: hosts.join(), expiresAt: '2026-01-02T00:00:00.000Z' }),
    pause: known,
    resume: known,
    drain: known,
    setLimits: known,
    remove: () => Promise.resolve(),
    testMapping: (_id, folder) => Promise.resolve({ folder, way: 'sent' }),
    log: () => Promise.reject(new Error('the secret inside')),
    ...machines,
  };
  return new MachineService({
    machines: paired,
    speedOf: (name) => (name === 'attic' ? speed : undefined),
    checkPath: (path) =>
      path.startsWith('/photos') ? Promise.resolve() : Promise.reject(callFault('NOT_ALLOWED_PATH')),
  });
}

test('what a computer refuses is a fault of the contract with its words, and what goes wrong is none', async () => {
  const service = serviceOf();
  expect(() => service.pause('m2')).toThrow(callFault('NOT_FOUND', 'There is no such computer.'));
  await expect(service.pair('code')).rejects.toMatchObject({ code: 'CONFLICT', message: 'The code was used already.' });
  await expect(service.log('m1', 5)).rejects.not.toHaveProperty('status');
});

test('a computer is told with the speed that was learned of it', () => {
  expect(serviceOf({}, 1.5).list()).toEqual([{ ...ATTIC, speed: 1.5 }]);
  expect(serviceOf({}, 1.5).pause('m1')).toMatchObject({ speed: 1.5 });
  expect(serviceOf().list()).toEqual([ATTIC]);
});

test('an invitation names this computer’s own addresses unless others are given', async () => {
  const asked = { uses: 1, validMinutes: 10 };
  expect((await serviceOf().invite({ ...asked, hosts: ['nas.example'] })).code).toBe('nas.example');
  expect((await serviceOf().invite(asked)).code).toMatch(/^[\d.:a-f,]+$/);
});

test('a folder that may not be read is not tried at another computer either', async () => {
  const service = serviceOf();
  await expect(service.testMapping('m1', '/etc', undefined)).rejects.toMatchObject({ code: 'NOT_ALLOWED_PATH' });
  expect(await service.testMapping('m1', '/photos/a', undefined)).toMatchObject({ way: 'sent' });
});

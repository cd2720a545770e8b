import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileAccess } from '../../src-protocol/messages/link.ts';
import { leaseOf, sent } from './fakes/host-link.ts';
import { serveOneRuntime } from './fakes/served-link.ts';
import { soon } from './soon.ts';

const access = fc.oneof(
  fc.constant<FileAccess>({ kind: 'same-path' }),
  fc.constant<FileAccess>({ kind: 'mapped', path: '/mnt/x\0\udcff' }),
  fc.constant<FileAccess>({ kind: 'fault', fault: { code: 'io-error', message: 'x' } }),
  fc.integer({ min: 0, max: 150_000 }).map((size) => sent(size, [{ name: '../x.xmp', sizeBytes: 5 }])),
);
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('lease'), ways: fc.array(access, { minLength: 1, maxLength: 5 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('finish') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('abandon'), lease: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('break', 'suspect', 'crash', 'rest', 'off-duty') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('work'), slots: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('chunk'), transfer: fc.nat(30), offset: fc.nat(1_000), size: fc.nat(500) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('file-end'), transfer: fc.nat(30) }) },
);
type Action = Record<string, unknown> & { readonly do: string };
type Served = Awaited<ReturnType<typeof serveOneRuntime>>;

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

async function act(served: Served, step: Action, leases: number[]): Promise<void> {
  const { link, sender, processes } = served;
  const latest = Math.max(-1, ...link.all('runtime-up').map(({ runtime }) => runtime));
  switch (step.do) {
    case 'lease': {
      const ways = step['ways'] as FileAccess[];
      const leaseId = leases.length;
      leases.push(latest);
      for (const [at, way] of ways.entries())
        if (way.kind === 'sent') sender.files.set(`${leaseId}/${at}/0`, randomBytes(way.sizeBytes));
      const lease = leaseOf(
        leaseId,
        ways.map((_, itemId) => ({ itemId, path: `/a/${itemId}.jpg` })),
      );
      link.listeners?.onFrame({ kind: 'runtime', runtime: latest, message: { kind: 'lease', lease }, access: ways });
      break;
    }
    case 'finish':
      for (const process of processes) process.finishAll();
      break;
    case 'abandon': {
      const leaseId = Number(step['lease']);
      const message = { kind: 'abandon', leaseId } as const;
      link.listeners?.onFrame({ kind: 'runtime', runtime: latest, message });
      for (const process of processes) for (const part of process.abandoned.splice(0)) process.endLease(part);
      break;
    }
    case 'break':
    case 'suspect':
      link.become(step.do === 'break' ? 'broken' : 'suspected');
      await pause();
      link.become('up');
      break;
    case 'crash':
      processes.find(({ isGone }) => !isGone)?.exit('it ended with code 9');
      await pause();
      break;
    case 'rest':
      link.listeners?.onFrame({ kind: 'rest' });
      break;
    case 'off-duty':
      served.served.setRest({ state: 'off-duty' });
      await pause();
      served.served.setRest(undefined);
      break;
    case 'work': {
      const slots = Number(step['slots']);
      link.listeners?.onFrame({
        kind: 'work',
        slots,
        memoryLimitBytes: 1e9,
        timeZone: slots % 2 ? 'UTC' : 'Asia/Tokyo',
      });
      break;
    }
    case 'chunk': {
      const bytes = randomBytes(Number(step['size']));
      link.listeners?.onChunk({ transfer: Number(step['transfer']), offset: Number(step['offset']), bytes });
      break;
    }
    default: {
      const file = { kind: 'file-end', transfer: Number(step['transfer']), sha256: '0'.repeat(64) } as const;
      link.listeners?.onFrameNow(file);
    }
  }
  for (const process of processes) if (!process.isGone) process.hello();
}

test('whatever happens in whichever order, each lease is done once or its process is gone, and nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (steps) => {
      const served = await serveOneRuntime({ roomBytes: 200_000, slots: 24 });
      const { link, room, temp, processes } = served;
      const leases: number[] = [];
      for (const step of steps) {
        await act(served, step, leases);
        expect(room.storedBytes).toBeLessThanOrEqual(200_000);
        if (leases.length % 3 === 0) await pause();
      }
      await soon(() => {
        for (const process of processes) process.finishAll();
        const down = new Set(link.all('runtime-down').map(({ runtime }) => runtime));
        const done = link.leasesDone();
        expect(new Set(done).size).toBe(done.length);
        for (const [leaseId, runtime] of leases.entries())
          expect(done.includes(leaseId) || down.has(runtime)).toBe(true);
        expect(room.storedBytes).toBe(0);
      });
      expect(link.endedFor).toBeUndefined();
      await served.served[Symbol.asyncDispose]();
      expect(readdirSync(temp.path)).toEqual(['owner.json']);
    }),
    { numRuns: 30, endOnFailure: true },
  );
}, 120_000);

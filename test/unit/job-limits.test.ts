import { describe, expect, test } from 'vitest';
import { roomWithin } from '../../src-main/coordinator/job-limits.ts';

const NOTHING = { leases: 0, bytes: 0 };

describe('the room for one more lease of a job', () => {
  test('is endless without limits', () => {
    expect(roomWithin({}, { leases: 99, bytes: 1e12 }, 1e12)).toEqual({ bytesMax: -1e12 + Infinity, mayExceed: false });
  });

  test('ends with its slots', () => {
    expect(roomWithin({ slots: 2 }, { leases: 1, bytes: 5 }, 0)).toEqual({ bytesMax: Infinity, mayExceed: false });
    expect(roomWithin({ slots: 2 }, { leases: 2, bytes: 5 }, 0)).toBe('slots');
  });

  test('is what its bytes leave, and lets a larger file go alone', () => {
    expect(roomWithin({ bytesInFlight: 100 }, NOTHING, 0)).toEqual({ bytesMax: 100, mayExceed: true });
    expect(roomWithin({ bytesInFlight: 100 }, { leases: 1, bytes: 60 }, 0)).toEqual({ bytesMax: 40, mayExceed: false });
    expect(roomWithin({ bytesInFlight: 100 }, { leases: 1, bytes: 100 }, 0)).toBe('bytesInFlight');
    expect(roomWithin({ bytesInFlight: 100 }, { leases: 1, bytes: 900 }, 0)).toBe('bytesInFlight');
  });

  test('is none at a worker that uses more memory', () => {
    expect(roomWithin({ workerMemoryBytes: 1_000 }, NOTHING, 1_001)).toBe('workerMemoryBytes');
    expect(roomWithin({ workerMemoryBytes: 1_000 }, NOTHING, 1_000)).toMatchObject({ mayExceed: true });
  });
});

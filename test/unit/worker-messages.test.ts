import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import {
  type FromWorker,
  FromWorker as FromWorkerSchema,
  type Lease,
  LEASE_ITEMS_MAX,
  type ToWorker,
  ToWorker as ToWorkerSchema,
} from '../../src-protocol/messages/worker.ts';
import { FaultCode } from '../../src-protocol/model/fault.ts';
import { pathFromBytes } from '../../src-protocol/model/path-codec.ts';
import { OutcomeKind } from '../../src-protocol/model/record.ts';

const id = fc.nat();
const text = fc.string({ unit: 'binary', maxLength: 20 });
const amount = fc.double({ min: 0, max: 1e15, noNaN: true });
const path = fc.oneof(text, fc.uint8Array({ maxLength: 20 }).map(pathFromBytes));
const extractors = fc.array(fc.record({ id: text, version: text }), { maxLength: 3 });

const anyLease: fc.Arbitrary<Lease> = fc.record({
  leaseId: id,
  slot: fc.nat(255),
  extraction: fc.record({
    profile: fc.constantFrom('complete' as const, 'fast' as const),
    hashes: fc.constantFrom<Lease['extraction']['hashes'][]>([], ['sha256']),
    timeoutMs: fc.integer({ min: 100, max: 86_400_000 }),
  }),
  fingerprints: fc.boolean(),
  items: fc.array(fc.record({ itemId: id, path, sizeBytes: amount }), { minLength: 1, maxLength: 5 }),
});
const anyToWorker: fc.Arbitrary<ToWorker> = fc.oneof(
  anyLease.map((lease) => ({ kind: 'lease' as const, lease })),
  id.map((leaseId) => ({ kind: 'abandon' as const, leaseId })),
  fc.constant({ kind: 'drain' as const }),
);

const anyResult = fc.record(
  {
    itemId: id,
    outcome: fc.constantFrom(...OutcomeKind.options),
    fault: fc.record({ code: fc.constantFrom(...FaultCode.options), message: text }),
    sizeBytes: amount,
    changedSinceCrawl: fc.boolean(),
    coreJson: text,
    tagNames: text,
    tagValues: text,
    modulesJson: text,
    durationMs: amount,
    fingerprint: fc.stringMatching(/^[0-9a-f]{64}$/),
  },
  {
    requiredKeys: [
      'itemId',
      'outcome',
      'changedSinceCrawl',
      'coreJson',
      'tagNames',
      'tagValues',
      'modulesJson',
      'durationMs',
    ],
  },
) as fc.Arbitrary<ItemResult>;
const anyFromWorker: fc.Arbitrary<FromWorker> = fc.oneof(
  fc.record({
    kind: fc.constant('hello' as const),
    protocol: id,
    pid: id,
    slots: fc.integer({ min: 1, max: 9 }),
    extractors,
  }),
  fc.record({
    kind: fc.constant('beat' as const),
    rssBytes: amount,
    slots: fc.array(fc.oneof(fc.record({ slot: id }), fc.record({ slot: id, itemId: id })), { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('results' as const), leaseId: id, results: fc.array(anyResult, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('lease-done' as const), leaseId: id }),
  fc.record({ kind: fc.constant('extractor-set-aside' as const), extractorId: text, message: text }),
);

const DIRECTIONS = [
  { to: 'a worker', schema: ToWorkerSchema, anyMessage: anyToWorker as fc.Arbitrary<object> },
  { to: 'the coordinator', schema: FromWorkerSchema, anyMessage: anyFromWorker as fc.Arbitrary<object> },
];

describe.each(DIRECTIONS)('a message to $to', ({ schema, anyMessage }) => {
  test('arrives as it was sent, by structured clone and by JSON', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(schema.parse(structuredClone(message))).toEqual(message);
        expect(schema.parse(JSON.parse(JSON.stringify(message)))).toEqual(JSON.parse(JSON.stringify(message)));
      }),
    );
  });

  test('that is garbage is refused, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true, withDate: true }),
        (garbage) => {
          expect(schema.safeParse(garbage).success).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('with a field too many is refused', () => {
    fc.assert(
      fc.property(anyMessage, fc.anything(), (message, extra) => {
        expect(schema.safeParse({ ...message, unexpected: extra }).success).toBe(false);
      }),
    );
  });

  test('with a field missing or of another kind is refused', () => {
    fc.assert(
      fc.property(
        anyMessage,
        fc.nat(),
        fc.constantFrom(undefined, null, NaN, [], {}, 'x', -1, 0.5),
        (message, pick, wrong) => {
          const keys = Object.keys(message);
          const key = keys[pick % keys.length] ?? 'kind';
          const right: unknown = message[key as keyof typeof message];
          const sameKind = typeof right === typeof wrong && Array.isArray(right) === Array.isArray(wrong);
          fc.pre(!sameKind || Number.isNaN(wrong));
          expect(schema.safeParse({ ...message, [key]: wrong }).success).toBe(false);
        },
      ),
    );
  });
});

describe('a lease', () => {
  const item = { itemId: 1, path: '/a', sizeBytes: 1 };
  const lease = {
    leaseId: 1,
    slot: 0,
    extraction: { profile: 'fast', hashes: [], timeoutMs: 1_000 },
    fingerprints: true,
    items: [item],
  };
  const accepts = (change: object) =>
    ToWorkerSchema.safeParse({ kind: 'lease', lease: { ...lease, ...change } }).success;

  test('holds between one file and the most that one frame may carry', () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ items: [] })).toBe(false);
    expect(accepts({ items: Array.from({ length: LEASE_ITEMS_MAX }, () => item) })).toBe(true);
    expect(accepts({ items: Array.from({ length: LEASE_ITEMS_MAX + 1 }, () => item) })).toBe(false);
  });

  test('takes the longest path that a system can have, and none that is beyond all reason', () => {
    expect(accepts({ items: [{ ...item, path: `/${'a'.repeat(4_095)}` }] })).toBe(true);
    expect(accepts({ items: [{ ...item, path: 'a'.repeat(65_537) }] })).toBe(false);
  });
});

describe('a result', () => {
  const result: ItemResult = {
    itemId: 1,
    outcome: 'extracted',
    changedSinceCrawl: false,
    coreJson: '{}',
    tagNames: '',
    tagValues: '',
    modulesJson: '{}',
    durationMs: 1,
  };
  const accepts = (change: Partial<Record<keyof ItemResult, unknown>>) =>
    FromWorkerSchema.safeParse({ kind: 'results', leaseId: 1, results: [{ ...result, ...change }] }).success;

  test('is refused with a number that is none, or below nothing', () => {
    expect(accepts({})).toBe(true);
    for (const durationMs of [NaN, Infinity, -1, '1']) expect(accepts({ durationMs })).toBe(false);
    for (const sizeBytes of [NaN, Infinity, -1]) expect(accepts({ sizeBytes })).toBe(false);
    expect(accepts({ itemId: -1 })).toBe(false);
    expect(accepts({ itemId: 1.5 })).toBe(false);
  });

  test('is refused with a fault that has no code of ours', () => {
    expect(accepts({ fault: { code: 'corrupt', message: 'm' } })).toBe(true);
    expect(accepts({ fault: { code: 'broken', message: 'm' } })).toBe(false);
    expect(accepts({ fault: { code: 'corrupt', message: 'm'.repeat(4_001) } })).toBe(false);
  });
});

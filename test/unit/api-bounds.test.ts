import { describe, expect, test } from 'vitest';
import { OpenCalls } from '../../src-main/api/http/open-calls.ts';
import { peerAddress } from '../../src-main/api/http/peer-address.ts';
import { RateLimit } from '../../src-main/api/http/rate-limit.ts';
import { routePattern } from '../../src-main/api/http/route-pattern.ts';
import { StuckPeers } from '../../src-main/api/http/stuck-peers.ts';

describe('the pattern of a route', () => {
  test('names parts of a path, and at its end all that is left', () => {
    const match = routePattern('/api/v1/uploads/{uploadId}/files/{+path}');
    expect(match('/api/v1/uploads/7/files/a/b%20c.jpg')).toEqual({ uploadId: '7', path: 'a/b c.jpg' });
    expect(match('/api/v1/uploads/a%2Fb/files/c')).toEqual({ uploadId: 'a/b', path: 'c' });
    for (const path of ['/api/v1/uploads/7/files', '/api/v1/uploads//files/a', '/api/v1/uploads/%ff/files/a', '/'])
      expect(match(path), path).toBeUndefined();
    const whole = routePattern('/jobs/{id}/pause');
    expect(whole('/jobs/1/pause')).toEqual({ id: '1' });
    for (const path of ['/jobs/1/pause/', '/jobs/1', '/jobs/1/pause/now', 'jobs/1/pause'])
      expect(whole(path), path).toBeUndefined();
  });
});

describe('how often', () => {
  test('a caller has so many calls at once, gets more as time goes by, and does not touch those of others', () => {
    let nowMs = 0;
    const rate = new RateLimit({ perS: 10, atOnce: 3, now: () => nowMs });
    expect([1, 2, 3].map(() => rate.take('a'))).toEqual([0, 0, 0]);
    expect(rate.take('a')).toBe(100);
    expect(rate.take('b')).toBe(0);
    nowMs = 60;
    expect(rate.take('a')).toBe(40);
    nowMs = 100;
    expect(rate.take('a')).toBe(0);
    nowMs = 100_000;
    expect([1, 2, 3, 4].map(() => rate.take('a') === 0)).toEqual([true, true, true, false]);
  });

  test('however many callers there are, only so many are remembered', () => {
    const rate = new RateLimit({ perS: 0.001, atOnce: 1, now: () => 0 });
    rate.take('first');
    expect(rate.take('first')).toBeGreaterThan(0);
    for (let i = 0; i < 10_000; i += 1) rate.take(i.toString());
    expect(rate.take('first')).toBe(0);
    expect(rate.take('9999')).toBeGreaterThan(0);
  });
});

describe('the address of a peer', () => {
  test.each([
    ['192.168.1.5', '192.168.1.5'],
    ['::ffff:192.168.1.5', '192.168.1.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s counts as %s', (remoteAddress, counted) => {
    expect(peerAddress({ remoteAddress })).toBe(counted);
  });
});

describe('a peer that does not read', () => {
  const limits = { stuckMs: 1_000, backlogBytes: 100 };

  test('is one for which nothing leaves for a time while something waits', () => {
    const peers = new StuckPeers(limits);
    const socket = { writableLength: 10, bytesWritten: 10 };
    const isStuckAt = (nowMs: number) => peers.isStuck(socket, nowMs);
    expect([0, 500, 999].map(isStuckAt)).toEqual([false, false, false]);
    socket.bytesWritten = 12; // more waits…
    socket.writableLength = 12; // …and none has left
    expect(isStuckAt(1_000)).toBe(true);
    socket.bytesWritten = 20;
    expect([1_001, 1_500].map(isStuckAt)).toEqual([false, false]);
    socket.writableLength = 0;
    expect([2_500, 9_000].map(isStuckAt)).toEqual([false, false]);
  });

  test('is also one that takes so little that very much waits all the time', () => {
    const peers = new StuckPeers(limits);
    const socket = { writableLength: 200, bytesWritten: 0 };
    const stuck = [0, 400, 800, 1_200].map((nowMs) => {
      socket.bytesWritten += 201;
      return peers.isStuck(socket, nowMs);
    });
    expect(stuck).toEqual([false, false, false, true]);
  });
});

describe('calls that are open', () => {
  test('are counted, and waited for when it ends', async () => {
    const open = new OpenCalls({ calls: 1, streams: 1 });
    const call = open.beginCall();
    const stream = open.beginStream();
    expect(() => open.beginCall()).toThrow('At most 1 calls');
    expect(() => open.beginStream()).toThrow('At most 1 subscriptions');
    let hasEnded = false;
    const ended = open.end(10_000).then(() => (hasEnded = true));
    expect(stream.signal.aborted).toBe(true);
    expect(() => open.beginCall()).toThrow('ending');
    await Promise.resolve();
    expect(hasEnded).toBe(false);
    call[Symbol.dispose]();
    await ended;
  });

  test('are not waited for longer than there is time', async () => {
    const open = new OpenCalls({ calls: 1, streams: 1 });
    open.beginCall();
    await open.end(10);
  });
});

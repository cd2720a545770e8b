import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Peer } from '../../src-link/link.ts';
import type { LinkListener } from '../../src-link/listen-for-links.ts';
import { PeersFile } from '../../src-link/peers-file.ts';
import { Line } from '../network/support/line.ts';
import { End, pairedEnds, QUICK, type Heard } from './fakes/link-ends.ts';
import { soon } from './soon.ts';

let worker: End;
let coordinator: End;
let listener: LinkListener;
let line: Line;
let peer: Peer;

beforeEach(async () => {
  worker = await End.named('attic', 'worker');
  coordinator = await End.named('desk', 'coordinator');
  line = await Line.open({ at: '127.0.0.1', to: () => ({ host: '127.0.0.1', port: listener.address.port }) });
  ({ listener, peer } = await pairedEnds(worker, coordinator, line.port));
});

afterEach(async () => {
  await line.change({}); // the last words of a link are waited for
  await coordinator[Symbol.asyncDispose]();
  await worker[Symbol.asyncDispose]();
  await line[Symbol.asyncDispose]();
});

async function linked(): Promise<{ near: Heard; far: Heard }> {
  return soon(() => {
    const [near, far] = [coordinator.latest, worker.latest];
    if (near?.states.at(-1) !== 'up' || far?.states.at(-1) !== 'up') throw new Error('not up yet');
    return { near, far };
  });
}

function numbers(heard: Heard): number[] {
  return heard.frames.map(({ n }) => n);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

test('frames arrive both ways in order, those sent at the very beginning too', async () => {
  for (const end of [worker, coordinator])
    end.onLink = ({ link }) => {
      link.send({ n: 0 });
      link.sendNow({ n: -1 }); // there is no connection yet
    };
  coordinator.dial(peer);
  const { near, far } = await linked();
  for (const { link } of [near, far]) for (const n of upTo(1_000).slice(1)) link.send({ n });
  near.link.sendNow({ n: 7 });
  await soon(() => {
    for (const heard of [near, far]) expect(numbers(heard)).toEqual(upTo(1_000));
    expect(far.now).toEqual([{ n: 7 }]);
    expect(near.link.unreceived).toBe(0);
    expect(near.link.delayMs).toBeGreaterThan(0);
  });
  expect(near.link.delayMs).toBeLessThan(500);
});

test('numbered frames arrive once and in order, however often the connection breaks', async () => {
  const count = 10_000;
  coordinator.dial(peer);
  const { near, far } = await linked();
  for (let n = 0; n < count; n++) {
    near.link.send({ n });
    far.link.send({ n });
    if (n % 2_500 === 1_250) {
      await soon(() => {
        expect(Math.max(near.frames.length, far.frames.length)).toBeGreaterThan(n - 1_200);
      });
      line.reset();
    }
    if (n % 100 === 0) await new Promise(setImmediate);
  }
  await soon(() => {
    expect(near.frames).toHaveLength(count);
    expect(far.frames).toHaveLength(count);
  });
  expect(numbers(near)).toEqual(upTo(count));
  expect(numbers(far)).toEqual(upTo(count));
  expect(near.states.filter((state) => state === 'broken').length).toBeGreaterThanOrEqual(3);
  expect([near.ends, far.ends, worker.sessions.length]).toEqual([[], [], 1]);
  await soon(() => {
    expect([near.link.unreceived, far.link.unreceived]).toEqual([0, 0]);
  });
});

test('silence is suspected, then taken for a break, and ends the session after the grace time', async () => {
  coordinator.dial(peer);
  const { near, far } = await linked();
  await line.change({ isStalled: true });
  await soon(() => {
    for (const heard of [near, far]) expect(heard.states).toEqual(['up', 'suspected', 'broken']);
  });
  expect(near.ends).toEqual([]);
  await soon(() => {
    for (const heard of [near, far])
      expect(heard.ends).toEqual(['The connection was lost, and did not come back in time.']);
  });
  near.link.send({ n: 1 }); // is of no effect
  await line.change({});
  coordinator.latest?.link.send({ n: 2 });
  await soon(() => {
    expect(worker.sessions).toHaveLength(2);
  });
  expect(far.frames).toEqual([]);
});

test('a short silence is only suspected', async () => {
  coordinator.dial(peer);
  const { near } = await linked();
  await line.change({ isStalled: true });
  await soon(() => {
    expect(near.states).toEqual(['up', 'suspected']);
  });
  await line.change({});
  await soon(() => {
    expect(near.states).toEqual(['up', 'suspected', 'up']);
  });
});

test('within the grace time the session goes on, with what was sent meanwhile', async () => {
  coordinator.timing = worker.timing = { ...QUICK, graceMs: 20_000 };
  coordinator.dial(peer);
  const { near, far } = await linked();
  await line.change({ isRefusing: true });
  line.reset();
  await soon(() => {
    for (const heard of [near, far]) expect(heard.states).toEqual(['up', 'broken']);
  });
  near.link.send({ n: 1 });
  far.link.send({ n: 2 });
  near.link.sendNow({ n: 3 });
  expect(await near.link.sendChunk({ transfer: 1, offset: 0, bytes: Buffer.from('x') })).toBe(false);
  await soon(() => {
    expect(coordinator.troubles.at(-1)?.code).toBe('unreachable');
  });
  await line.change({});
  await soon(() => {
    expect(numbers(far)).toEqual([1]);
    expect(numbers(near)).toEqual([2]);
  });
  expect(near.states).toEqual(['up', 'broken', 'up']);
  expect(far.now).toEqual([]);
  expect(worker.sessions).toHaveLength(1);
});

test.skipIf(process.platform === 'darwin')(
  'an address that led nowhere is not tried before the one that works',
  async () => {
    let tries = 0;
    const elsewhere = createServer((socket) => {
      tries += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => elsewhere.listen(line.port, '127.0.0.2', resolve));
    const dial = { hosts: ['127.0.0.2', '127.0.0.1'], port: line.port, token: peer.dial?.token ?? '' };
    coordinator.dial({ ...peer, dial });
    const { near } = await linked();
    expect(tries).toBe(1);
    line.reset();
    await soon(() => {
      expect(near.states).toEqual(['up', 'broken', 'up']);
    });
    expect(tries).toBe(1);
    await new Promise((resolve) => elsewhere.close(resolve));
  },
);

test('a listener that has started anew begins a new session, and the old one ends', async () => {
  coordinator.dial(peer);
  const { near, far } = await linked();
  far.link.send({ n: 1 });
  await soon(() => {
    expect(near.frames).toHaveLength(1);
  });
  // as a process that was killed: nothing is said
  await line.change({ isRefusing: true });
  line.reset();
  const old = listener;
  worker.peers = new PeersFile(`${worker.folder}/peers.json`);
  listener = await worker.listen();
  await line.change({});
  await soon(() => {
    expect(near.ends).toEqual(['“attic” has begun anew.']);
    expect(coordinator.sessions).toHaveLength(2);
  });
  const latest = await linked();
  latest.near.link.send({ n: 5 });
  await soon(() => {
    expect(numbers(latest.far)).toEqual([5]);
  });
  await old[Symbol.asyncDispose]();
});

test('a dialler that has started anew takes the place of its former session', async () => {
  coordinator.dial(peer);
  const { far } = await linked();
  await line.change({ isStalled: true }); // the former connection stays half open
  const direct = { hosts: ['127.0.0.1'], port: listener.address.port, token: peer.dial?.token ?? '' };
  coordinator.dial({ ...peer, dial: direct });
  await soon(() => {
    expect(far.ends).toEqual(['“desk” has begun anew.']);
    expect(worker.latest?.states).toEqual(['up']);
    expect(worker.sessions).toHaveLength(2);
  });
});

test('a newer connection takes the place of one that is half open', async () => {
  worker.timing = { heartbeatMs: 50, suspectedMs: 10_000, lostMs: 20_000, graceMs: 20_000 };
  coordinator.timing = { ...QUICK, graceMs: 20_000 };
  coordinator.dial(peer);
  const { near, far } = await linked();
  await line.change({ isStalled: true }); // only the dialler notices
  await soon(() => {
    expect(near.states).toEqual(['up', 'suspected', 'broken']);
  });
  expect(far.states).toEqual(['up']);
  near.link.send({ n: 1 });
  await line.change({});
  await soon(() => {
    expect(numbers(far)).toEqual([1]);
  });
  expect(worker.sessions).toHaveLength(1);
});

test('an end is told to the other side with its reason, after what was said before', async () => {
  coordinator.dial(peer);
  const { near, far } = await linked();
  near.link.send({ n: 1 });
  near.link.end('The person wants it no more.');
  expect(near.ends).toEqual(['The person wants it no more.']);
  await soon(() => {
    expect(far.ends).toEqual(['The person wants it no more.']);
  });
  expect(numbers(far)).toEqual([1]);
  await soon(() => {
    expect(worker.sessions).toHaveLength(2);
  });
});

test('a link that is ended as it begins tells so', async () => {
  worker.onLink = ({ link }) => {
    link.end('Not today.');
  };
  coordinator.dial(peer);
  await soon(() => {
    expect(coordinator.sessions[0]?.ends).toEqual(['Not today.']);
    expect(worker.sessions[0]?.ends).toEqual(['Not today.']);
  });
});

test('parts of files arrive as they were sent, and before what is said after them', async () => {
  coordinator.dial(peer);
  const { near, far } = await linked();
  const bytes = Buffer.alloc(1_000_000, 'abcdefg');
  const chunks = upTo(20).map((n) => ({ transfer: 0xff_ff_ff_ff, offset: n * bytes.length + 2 ** 40, bytes }));
  for (const chunk of chunks) expect(await near.link.sendChunk(chunk)).toBe(true);
  near.link.sendNow({ n: 1 });
  await soon(() => {
    expect(far.now).toHaveLength(1);
  });
  expect(far.chunks).toHaveLength(20);
  expect(far.chunks.every((chunk, at) => chunk.offset === chunks[at]?.offset && chunk.bytes.equals(bytes))).toBe(true);
  expect(far.chunks[0]?.transfer).toBe(0xff_ff_ff_ff);
});

test('who sends parts of files waits while the network takes no more, and hears of a break', async () => {
  coordinator.timing = worker.timing = { ...QUICK, suspectedMs: 5_000, lostMs: 10_000 };
  coordinator.dial(peer);
  const { near } = await linked();
  await line.change({ isStalled: true });
  const bytes = Buffer.alloc(4 * 1_024 * 1_024);
  let taken = 0;
  const sending = (async () => {
    while (await near.link.sendChunk({ transfer: 1, offset: 0, bytes })) taken += 1;
  })();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const takenWhenStalled = taken;
  expect(takenWhenStalled).toBeLessThan(8);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(taken).toBe(takenWhenStalled);
  line.reset();
  await sending;
});

test('a process that was held up takes nobody for dead', async () => {
  coordinator.dial(peer);
  const { near, far } = await linked();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * QUICK.lostMs);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([near.states, far.states]).toEqual([['up'], ['up']]);
});

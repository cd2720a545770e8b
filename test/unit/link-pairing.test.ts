import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ReachFault } from '../../src-link/reach.ts';
import { End, pairedEnds } from './fakes/link-ends.ts';
import { soon } from './soon.ts';

let worker: End;
let coordinator: End;

beforeEach(async () => {
  worker = await End.named('attic', 'worker');
  coordinator = await End.named('desk', 'coordinator');
});

afterEach(async () => {
  await coordinator[Symbol.asyncDispose]();
  await worker[Symbol.asyncDispose]();
});

async function refusalOf(pairing: Promise<unknown>): Promise<ReachFault> {
  const error: unknown = await pairing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ReachFault)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

test('a pairing code pairs two computers, which know each other from then on', async () => {
  const listener = await worker.listen();
  const told: string[] = [];
  listener.onPaired(({ name }) => told.push(name));
  const { code, expiresAtMs } = listener.invite(['127.0.0.1']);
  expect(listener.isInviting).toBe(true);
  expect(expiresAtMs - Date.now()).toBeGreaterThan(590_000);

  const peer = await coordinator.pair(code);

  expect(listener.isInviting).toBe(false);
  expect(told).toEqual(['desk']);
  expect(peer).toMatchObject({ name: 'attic', role: 'worker', fingerprint: worker.identity.fingerprint });
  const [known] = worker.peers.list();
  expect(known).toMatchObject({ name: 'desk', role: 'coordinator', fingerprint: coordinator.identity.fingerprint });
  expect(JSON.stringify(known)).not.toContain(peer.dial?.token);
  coordinator.dial(peer);
  await soon(() => {
    expect(worker.latest?.states).toEqual(['up']);
    expect(coordinator.latest?.states).toEqual(['up']);
  });
  expect(worker.latest?.link.peer.id).toBe(known?.id);
});

test('a worker may dial as well', async () => {
  const listener = await coordinator.listen();
  const peer = await worker.pair(listener.invite(['127.0.0.1']).code);
  expect(peer.role).toBe('coordinator');
  worker.dial(peer);
  await soon(() => {
    expect(coordinator.latest?.states).toEqual(['up']);
  });
});

test('a code that was used is refused, with that reason, from whatever computer it comes', async () => {
  const listener = await worker.listen();
  const { code } = listener.invite(['127.0.0.1']);
  await coordinator.pair(code);
  await using other = await End.named('other', 'coordinator');
  for (const end of [coordinator, other]) {
    const again = await refusalOf(end.pair(code));
    expect(again.code).toBe('wrong-secret');
    expect(again.message).toBe(
      '“attic” does not accept the pairing code: it was used already. Have “attic” show a new one.',
    );
  }
  expect(worker.peers.list()).toHaveLength(1);
  expect(worker.events('link.refused')).toEqual([
    { code: 'wrong-secret', address: '127.0.0.1', program: '1.0.0' },
    { code: 'wrong-secret', address: '127.0.0.1', program: '1.0.0' },
  ]);
});

test('sixteen codes are good side by side, and one more ends the oldest', async () => {
  const listener = await worker.listen();
  const codes = Array.from({ length: 17 }, () => listener.invite(['127.0.0.1']).code);
  const [first, second] = codes;
  const last = codes.at(-1);
  if (first === undefined || second === undefined || last === undefined) throw new Error('there are seventeen');
  expect((await refusalOf(coordinator.pair(first))).message).toContain('too many others were made since.');
  await coordinator.pair(second);
  await using other = await End.named('other', 'coordinator');
  await other.pair(last);
  expect(worker.peers.list().map(({ name }) => name)).toEqual(['desk', 'other']);
});

test('codes that are over do not count as wrong tries against those that are good', async () => {
  const listener = await worker.listen();
  const expired = listener.invite(['127.0.0.1'], { validMs: 0 }).code;
  const good = listener.invite(['127.0.0.1']).code;
  for (let tries = 0; tries < 6; tries++)
    expect((await refusalOf(coordinator.pair(expired))).message).toContain('it has expired.');
  await expect(coordinator.pair(good)).resolves.toMatchObject({ name: 'attic' });
});

test('a code is good for as many pairings as was said', async () => {
  const listener = await worker.listen();
  const { code } = listener.invite(['127.0.0.1'], { uses: 2 });
  await using third = await End.named('other', 'coordinator');
  await coordinator.pair(code);
  await third.pair(code);
  expect(worker.peers.list().map(({ name }) => name)).toEqual(['desk', 'other']);
  expect(await refusalOf(coordinator.pair(code))).toMatchObject({ code: 'wrong-secret' });
});

test('a code expires', async () => {
  const listener = await worker.listen();
  const { code } = listener.invite(['127.0.0.1'], { validMs: 0 });
  expect(listener.isInviting).toBe(false);
  expect(await refusalOf(coordinator.pair(code))).toMatchObject({ code: 'wrong-secret' });
});

test('five wrong secrets end all codes that are good by then', async () => {
  const listener = await worker.listen();
  const { code } = listener.invite(['127.0.0.1']);
  let other = code;
  for (let tries = 0; tries < 5; tries++) {
    if (tries === 2) other = listener.invite(['127.0.0.1'], { uses: 8 }).code;
    expect(listener.isInviting).toBe(true);
    const refusal = await refusalOf(coordinator.pair({ ...code, secret: 'A'.repeat(22) }));
    expect(refusal.message).toContain('it is not one of those that are good now.');
  }
  const first = await refusalOf(coordinator.pair(code));
  expect(first).toMatchObject({ code: 'wrong-secret' });
  expect(first.message).toContain('somebody has tried wrong codes too often.');
  expect(listener.isInviting).toBe(true); // the other was made later
  for (let tries = 0; tries < 2; tries++) await refusalOf(coordinator.pair({ ...code, secret: 'A'.repeat(22) }));
  expect(listener.isInviting).toBe(false);
  expect((await refusalOf(coordinator.pair(other))).message).toContain('too often');
  await expect(coordinator.pair(listener.invite(['127.0.0.1']).code)).resolves.toMatchObject({ name: 'attic' });
});

test('who has another certificate than the code says is told nothing', async () => {
  await using impostor = await End.named('impostor', 'worker');
  const listener = await impostor.listen();
  const { code } = listener.invite(['127.0.0.1']);
  const refusal = await refusalOf(
    coordinator.pair({ ...code, name: 'attic', fingerprint: worker.identity.fingerprint }),
  );
  expect(refusal.code).toBe('wrong-certificate');
  expect(refusal.message).toContain('What answers at 127.0.0.1 is not “attic”');
  expect(impostor.events('link.refused')).toEqual([]);
  expect(listener.isInviting).toBe(true);
});

test('where nobody answers, it is said what to look at', async () => {
  const listener = await worker.listen();
  const { code } = listener.invite(['127.0.0.1']);
  await listener[Symbol.asyncDispose]();
  const refusal = await refusalOf(coordinator.pair(code));
  expect(refusal.code).toBe('unreachable');
  expect(refusal.message).toContain('ECONNREFUSED');
  expect(refusal.message).toContain('firewall');
});

test('the next address is tried where the first leads nowhere', async () => {
  const listener = await worker.listen();
  const { code } = listener.invite(['nowhere.invalid', '127.0.0.1']);
  await expect(coordinator.pair(code)).resolves.toMatchObject({ name: 'attic' });
});

test('where the port is taken, that is told to whoever asked for it, and nothing is left of the listener', async () => {
  const listener = await worker.listen();
  const watched = vi.spyOn(coordinator.peers, 'onChange');
  await expect(coordinator.listen(listener.address.port)).rejects.toThrow('EADDRINUSE');
  expect(watched).not.toHaveBeenCalled();
  expect(coordinator.logged).toEqual([]);
});

test('two workers do not pair, nor a computer with itself', async () => {
  const listener = await worker.listen();
  const { code } = listener.invite(['127.0.0.1']);
  await using other = await End.named('barn', 'worker');
  expect(await refusalOf(other.pair(code))).toMatchObject({ code: 'wrong-role' });
  expect(await refusalOf(worker.pair(code))).toMatchObject({ code: 'wrong-role' });
  expect(listener.isInviting).toBe(true);
});

test('a computer that pairs anew keeps its id and gets another token', async () => {
  const { listener, peer } = await pairedEnds(worker, coordinator);
  const id = worker.peers.list()[0]?.id;
  const again = await coordinator.pair(listener.invite(['127.0.0.1']).code);
  expect(again.id).toBe(peer.id);
  expect(again.dial?.token).not.toBe(peer.dial?.token);
  expect(worker.peers.list().map((one) => one.id)).toEqual([id]);
});

test('a wrong token is refused', async () => {
  const { peer } = await pairedEnds(worker, coordinator);
  const dial = { hosts: ['127.0.0.1'], port: peer.dial?.port ?? 0, token: 'A'.repeat(43) };
  coordinator.dial({ ...peer, dial });
  await soon(() => {
    expect(coordinator.troubles).toMatchObject([{ code: 'wrong-token' }]);
  });
  expect(coordinator.troubles[0]?.message).toContain('Pair them again by a new code.');
  expect(coordinator.troubles[0]?.nextTryAtMs).toBeGreaterThan(Date.now() + 50_000);
  expect(worker.sessions).toEqual([]);
});

test('a stolen token is of no use without the key', async () => {
  const { peer } = await pairedEnds(worker, coordinator);
  await using thief = await End.named('desk', 'coordinator');
  thief.dial(peer);
  await soon(() => {
    expect(thief.troubles).toMatchObject([{ code: 'not-paired' }]);
  });
});

test('a peer that is removed loses its session, and is told when it comes again', async () => {
  const { peer } = await pairedEnds(worker, coordinator);
  coordinator.dial(peer);
  await soon(() => {
    expect(worker.latest?.states).toEqual(['up']);
  });
  expect(worker.peers.remove(worker.latest?.link.peer.id ?? '')).toBe(true);
  await soon(() => {
    expect(coordinator.latest?.ends).toEqual(['“attic” has removed “desk”.']);
    expect(coordinator.troubles).toMatchObject([{ code: 'revoked' }]);
  });
  coordinator.dial(peer);
  await soon(() => {
    expect(coordinator.troubles).toMatchObject([{ code: 'revoked' }, { code: 'revoked' }]);
  });
  expect(worker.sessions).toHaveLength(1);
});

test('once a peer is paired again, the next try succeeds', async () => {
  const { listener, peer } = await pairedEnds(worker, coordinator);
  worker.peers.remove(worker.peers.list()[0]?.id ?? '');
  coordinator.dial(await coordinator.pair(listener.invite(['127.0.0.1']).code));
  await soon(() => {
    expect(coordinator.latest?.states).toEqual(['up']);
  });
  expect(coordinator.latest?.link.peer.id).toBe(peer.id);
});

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNamespaces } from '../../scripts/find-namespaces.mjs';
import { testNode } from '../process/support/run-cli.ts';
import { BadLink } from './support/bad-link.ts';
import { Lan, type Host } from './support/namespaces.ts';

/** Answers whatever it is sent with the same. */
const ECHO = `
  const server = require('node:net').createServer((socket) => socket.on('error', () => {}).pipe(socket));
  server.listen(0, () => console.log(server.address().port));`;

/** Says for every line of its input that it is on its way, and how many milliseconds it took to come back, or which error came. */
const ASK = `
  const [host, port] = process.argv.slice(1);
  const socket = require('node:net').connect(Number(port), host).on('error', ({ code }) => { console.log(code); process.exit(); });
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const startedAt = performance.now();
    socket.once('data', () => console.log(performance.now() - startedAt)).write(line);
    console.log('asked');
  });`;

describe.skipIf(findNamespaces().missing !== undefined)('the network that workers are tested over', () => {
  let lan: Lan;
  let server: Host;
  let client: Host;
  let link: BadLink;
  let port: number;

  beforeAll(async () => {
    lan = await Lan.open();
    [server, client] = [await lan.host('server'), await lan.host('client')];
    port = Number(await runOn(server, ECHO).next());
    link = await BadLink.open(await lan.host('line'), { address: server.address, port });
  });

  afterAll(async () => {
    await lan[Symbol.asyncDispose]();
  });

  test('is silent on a cut host, and goes on where it was', async () => {
    const { ask, next } = runOn(client, ASK, server.address, port.toString());
    await ask();
    expect(Number(await next())).toBeLessThan(1_000);
    await server.cut();
    await ask();
    const heard = next();
    await expect(Promise.race([heard, silence(700)])).resolves.toBe('silence');
    await server.heal();
    expect(Number(await heard)).toBeGreaterThan(700);
  });

  test('can be slow, stall, reset and refuse', async () => {
    const [, , line] = lan.hosts;
    const target = [line?.address ?? '', link.port.toString()] as const;
    const { ask, next } = runOn(client, ASK, ...target);
    await link.change({ delayMs: 100, jitterMs: 50 });
    await ask();
    expect(Number(await next())).toBeGreaterThanOrEqual(199);
    await link.change({ isStalled: true });
    await ask();
    const heard = next();
    await expect(Promise.race([heard, silence(300)])).resolves.toBe('silence');
    await link.change({});
    expect(Number(await heard)).toBeGreaterThanOrEqual(299);
    await link.reset();
    expect(await next()).toBe('ECONNRESET');
    await link.change({ isRefusing: true });
    expect(await runOn(client, ASK, ...target).next()).toBe('ECONNREFUSED');
    await link.change({});
    const again = runOn(client, ASK, ...target);
    await again.ask();
    expect(Number(await again.next())).toBeLessThan(1_000);
  });
});

function runOn(host: Host, script: string, ...args: readonly string[]) {
  const [command = '', ...before] = host.wrapper;
  const child = spawn(command, [...before, testNode(), '-e', script, '--', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  return {
    /** Resolves once its clock runs. */
    ask: async () => {
      child.stdin.write('x\n');
      expect(await next()).toBe('asked');
    },
    next,
  };
}

function silence(ms: number): Promise<'silence'> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, 'silence');
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { pairingCodeText } from '../../src-protocol/model/pairing-code.ts';
import { runCli, temporaryFolders, testProgram } from '../process/support/run-cli.ts';
import { joinWorker, startWorker } from '../process/support/worker.ts';

const temporaryFolder = temporaryFolders();

test.skipIf(process.platform === 'win32')(
  'a worker whose words nobody reads any more works on, and ends well when it is asked to',
  async () => {
    const { node, cli } = testProgram();
    const words = ['worker', '--host', '127.0.0.1', '--port', '0', '--no-announce', '--data-dir'];
    const worker = spawn(node, [cli, ...words, await temporaryFolder()], { stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void worker.kill('SIGKILL'));
    for await (const line of createInterface({ input: worker.stderr })) if (line.includes('workers add')) break;
    worker.stderr.destroy();
    worker.kill('SIGTERM'); // of which it tells
    expect(await once(worker, 'exit')).toEqual([0, null]);
  },
);

test.skipIf(process.platform === 'win32')(
  'a worker that seeks the computer of its code ends as soon as it is asked to',
  async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const hosts = Array.from({ length: 8 }, () => '127.0.0.1');
    const code = pairingCodeText({ hosts, port, fingerprint: 'f'.repeat(43), secret: 's'.repeat(22), name: 'desk' });
    const worker = joinWorker(await temporaryFolder(), code);
    await once(silent, 'connection');
    expect(await worker.end()).toBe(0);
    expect(worker.told).toEqual([{ event: 'ending' }]);
  },
);

test('nothing is drained where nothing works: that is said', async () => {
  const { code, stderr } = await runCli(['workers', 'drain', 'attic', '--data-dir', await temporaryFolder()]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('Start one with: metaextract serve')]);
});

test('a port that another program has is named, with the option that names another', async () => {
  const folder = await temporaryFolder();
  const worker = startWorker(join(folder, 'first'));
  onTestFinished(async () => {
    await worker.end();
  });
  const { port } = await worker.event('listening');
  const second = ['worker', '--host', '127.0.0.1', '--no-announce', '--data-dir', join(folder, 'second')];
  const words = `Port ${port} is used by another program. Name another with`;
  for (const args of [
    ['--port', port.toString()],
    ['--port', '0', '--health-host', '127.0.0.1', '--health-port', port.toString()],
  ]) {
    const { code, stderr } = await runCli([...second, ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(`metaextract: ${words} ${args.at(-2) ?? ''}.`);
  }
});

// A worker process that fails at a set rate, in every way that a process can: it dies, is killed, falls silent or talks
// nonsense, in the middle of a lease. It never fails on a file that it reads alone. Started by supervisor-children.test.ts.

interface LeaseMessage {
  readonly kind: string;
  readonly lease?: {
    readonly leaseId: number;
    readonly items: readonly { readonly itemId: number; readonly path: string }[];
  };
}

const slots = Number(process.argv[2]);
const failureRate = Number(process.env['TEST_FAILURE_RATE'] ?? '0');
const protocol = Number(process.env['TEST_PROTOCOL_VERSION']);
const FAILURES = ['exit', 'kill', 'silence', 'garbage'] as const;
let isSilent = false;
let isDraining = false;
let leasesOpen = 0;

const send = (message: unknown) => {
  if (!isSilent) process.send?.(message, () => undefined);
};

function endIfDrained(): void {
  if (isDraining && leasesOpen === 0) process.exit(0);
}

function fail(): void {
  switch (FAILURES[Math.floor(Math.random() * FAILURES.length)]) {
    case 'exit':
      process.exit(3);
      break;
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      break;
    case 'silence':
      isSilent = true;
      break;
    default:
      send({ kind: 'results', leaseId: 'a fish', results: ['nonsense'] });
      isSilent = true;
  }
}

function resultOf({ itemId, path }: { readonly itemId: number; readonly path: string }): object {
  return {
    itemId,
    outcome: 'extracted',
    changedSinceCrawl: false,
    coreJson: '{}',
    tagNames: 'A:Path',
    tagValues: JSON.stringify(path),
    modulesJson: '{}',
    durationMs: 1,
  };
}

process.on('message', ({ kind, lease }: LeaseMessage) => {
  if (kind === 'drain') isDraining = true;
  endIfDrained();
  if (lease === undefined) return;
  leasesOpen += 1;
  const { leaseId, items } = lease;
  const half = Math.ceil(items.length / 2);
  setTimeout(() => {
    send({ kind: 'results', leaseId, results: items.slice(0, half).map(resultOf) });
    if (items.length > 1 && Math.random() < failureRate) {
      fail();
      return;
    }
    send({ kind: 'results', leaseId, results: items.slice(half).map(resultOf) });
    send({ kind: 'lease-done', leaseId });
    leasesOpen -= 1;
    endIfDrained();
  }, 5);
});
process.on('disconnect', () => process.exit(0));

send({ kind: 'hello', protocol, pid: process.pid, slots, extractors: [{ id: 'fake', version: '1' }] });
setInterval(() => {
  send({ kind: 'beat', rssBytes: process.memoryUsage.rss(), slots: [] });
}, 100);

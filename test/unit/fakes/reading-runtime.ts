// A worker process that reads each file of a lease whole, and says of it what a test wants to know: where it was, what is
// beside it, its hash, and the process's own time zone. Started by host-children.test.ts.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

interface LeaseMessage {
  readonly kind: string;
  readonly lease?: {
    readonly leaseId: number;
    readonly items: readonly { readonly itemId: number; readonly path: string; readonly original?: object }[];
  };
}

const slots = Number(process.argv[2]);
const protocol = Number(process.env['TEST_PROTOCOL_VERSION']);
const tell = (message: object) => process.send?.(message, () => undefined);

process.on('message', ({ kind, lease }: LeaseMessage) => {
  if (kind === 'drain') process.exit(0);
  if (lease === undefined) return;
  const results = lease.items.map(({ itemId, path, original }) => {
    if (path.endsWith('.fatal')) process.exit(9);
    const read = {
      hash: createHash('sha256').update(readFileSync(path)).digest('hex'),
      path,
      original,
      timeZone: process.env['TZ'],
      beside: readdirSync(dirname(path)).length,
    };
    const fixed = { outcome: 'extracted', changedSinceCrawl: false, coreJson: '{}', modulesJson: '{}', durationMs: 1 };
    return { itemId, ...fixed, tagNames: 'A:Read', tagValues: JSON.stringify(read) };
  });
  tell({ kind: 'results', leaseId: lease.leaseId, results });
  tell({ kind: 'lease-done', leaseId: lease.leaseId });
});
process.on('disconnect', () => process.exit(0));

tell({ kind: 'hello', protocol, pid: process.pid, slots, extractors: [{ id: 'fake', version: '1' }] });
setInterval(() => {
  tell({ kind: 'beat', rssBytes: process.memoryUsage.rss(), slots: [] });
}, 100);

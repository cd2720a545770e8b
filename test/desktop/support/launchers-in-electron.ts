// Runs in Electron's main process: starts utility processes as the contract of launchers says, and the real runtime with
// more results than a pipe holds. What was observed is written to a file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { launchUtility } from '../../../src-main/shell/launch-utility.ts';
import { CHANNEL_OF, observeCases } from './launcher-contract.ts';

const folder = process.env['TEST_FOLDER'] ?? '';
const runtime = process.env['TEST_RUNTIME'] ?? '';
let scripts = 0;

void app.whenReady().then(async () => {
  const cases = await observeCases((script) => {
    const file = join(folder, `utility-${(scripts += 1)}.mjs`);
    writeFileSync(file, `${CHANNEL_OF.utility}\n${script}`);
    return launchUtility(file);
  });
  const drained = await Promise.all(Array.from({ length: 4 }, drainFull));
  writeFileSync(join(folder, 'observed.json'), JSON.stringify({ cases, drained }));
  app.exit(0);
});

/** Leases 20 files, tells it to end at once, and gives how it ended and how many results came. */
async function drainFull(): Promise<{ readonly exit: string; readonly results: number }> {
  const launched = launchUtility(runtime)(1);
  const results = new Set<number>();
  launched.onMessage((message) => {
    const { kind, results: items } = message as { kind: string; results?: { itemId: number; tagValues: string }[] };
    for (const { itemId, tagValues } of items ?? []) if (tagValues.length > 1_000_000) results.add(itemId);
    if (kind !== 'hello') return;
    const twenty = Array.from({ length: 20 }, (_, itemId) => ({ itemId, path: runtime, sizeBytes: 1 }));
    const extraction = { profile: 'fast' as const, hashes: [], timeoutMs: 60_000 };
    launched.post({ kind: 'lease', lease: { leaseId: 1, slot: 0, extraction, fingerprints: false, items: twenty } });
    launched.post({ kind: 'drain' });
  });
  const exit = await new Promise<string>((resolve) => {
    launched.onExit(resolve);
  });
  return { exit, results: results.size };
}

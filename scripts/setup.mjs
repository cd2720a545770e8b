import { buildIsCurrent, makeBuild } from './build-output.mjs';
import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs';
import { withSetupLock } from './setup-lock.mjs';

/**
 * Makes a source clone ready to run: its dependencies installed, its build no older than its sources. When it is, this
 * only reads times of files. Rejects with a sentence for the person when something goes wrong.
 *
 * @param {string} root
 * @param {{ rebuild?: boolean }} [options]
 */
export async function setUp(root, { rebuild = false } = {}) {
  if (!rebuild && dependenciesAreCurrent(root) && buildIsCurrent(root)) return;
  await withSetupLock(root, () => {
    // Looked at again: while we waited for the lock, its holder may have done the work.
    if (!dependenciesAreCurrent(root)) installDependencies(root);
    if (rebuild || !buildIsCurrent(root)) makeBuild(root);
  });
}

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ShippedPackage } from '../../../src-protocol/contract/system.ts';

const Licences = z.object({ packages: z.array(ShippedPackage) });

/** What the build has written down of all that is shipped; nothing where it has not. */
export async function shippedPackages(file: string): Promise<z.infer<typeof Licences>['packages']> {
  try {
    return Licences.parse(JSON.parse(await readFile(file, 'utf8'))).packages;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

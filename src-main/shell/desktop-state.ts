import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const WindowPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  isMaximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

const Kept = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  window: WindowPlace.optional().catch(undefined),
});
export type KeptState = z.infer<typeof Kept>;

/** What the window is to find again at the next start, in `desktop.json`. What cannot be read there counts as not set. */
export class DesktopState {
  readonly #file: string;
  #kept: KeptState;

  constructor(folder: string) {
    this.#file = join(folder, 'desktop.json');
    this.#kept = Kept.parse(readJson(this.#file));
  }

  get kept(): KeptState {
    return this.#kept;
  }

  /** A disk that is full costs the next start the change, and this one nothing. */
  change(change: Partial<KeptState>): void {
    this.#kept = { ...this.#kept, ...change };
    try {
      writeFileSync(`${this.#file}.part`, JSON.stringify(this.#kept));
      renameSync(`${this.#file}.part`, this.#file); // a crash leaves the old state or the new one
    } catch {
      // it is only where a window was
    }
  }
}

function readJson(file: string): object {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}

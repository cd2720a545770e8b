import { mkdtemp } from 'node:fs/promises';
import {
  joinWorker,
  type RunningWorker,
  startAnnouncedWorker,
  startWorker,
} from '../../test/process/support/worker.ts';
import type { Locator, Page } from 'playwright/test';
import type { Program } from './program.ts';
import { expect } from './test.ts';

interface OtherComputerOptions {
  readonly name: string;
  /** The program that it is to work for: it reads with the same extractors. */
  readonly program: Program;
  /** Whether it tells the network that it is here. */
  readonly announced?: boolean;
  readonly labels?: readonly string[];
  /** Of the computer that it dials, instead of waiting for one that does. */
  readonly joinCode?: string;
}

export type OtherComputer = RunningWorker & AsyncDisposable;

/** What another computer would run, as a process of this one, which sees the same files at the same paths. */
export async function startOtherComputer(options: OtherComputerOptions): Promise<OtherComputer> {
  const { name, program, labels = [], announced = false, joinCode } = options;
  const dataFolder = await mkdtemp(`${program.dataFolder}-${name}-`);
  const args = [
    '--name',
    name,
    '--slots',
    '2',
    '--grace',
    '2',
    ...(labels.length > 0 ? ['--labels', labels.join(',')] : []),
  ];
  const { env } = program;
  const worker =
    joinCode !== undefined
      ? joinWorker(dataFolder, joinCode, args, { env })
      : announced
        ? startAnnouncedWorker(dataFolder, args, { env })
        : startWorker(dataFolder, args, { env });
  return {
    ...worker,
    [Symbol.asyncDispose]: async () => {
      await worker.end();
    },
  };
}

/** Opens the dialog that adds a computer. */
export async function openAdd(program: Program): Promise<void> {
  await program.go('workers');
  await program.page.getByRole('button', { name: 'Add a computer…' }).first().click();
}

/** Adds the computer that has made this code, in the dialog that is open for it. */
export async function pairBy(page: Page, code: string, field = 'Pairing code'): Promise<void> {
  await page.getByRole('textbox', { name: field }).fill(code);
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

export async function addBy(program: Program, code: string): Promise<void> {
  await openAdd(program);
  await pairBy(program.page, code);
}

/** What is shown of another computer. */
export function cardOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

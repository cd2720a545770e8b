import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import type { LocalFile } from '../../bridge/upload.ts';
import { addSources, jobOptions } from '../../state/intake.ts';
import { usePreferences } from '../../state/preferences.ts';
import { go } from '../../state/route.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { startUpload } from '../../state/uploads.ts';
import { aMoment, batchesOf, walkEntries } from './local-files.ts';
import { leftOut, namesInShort } from './source-words.ts';
import { type JobInput, startJob } from './start-job.ts';

/** So many paths are looked up at once. */
const LOOKS = 1_000;

/** Takes what was dropped or pasted; whether there was anything. What a transfer holds has to be read before the event ends. */
export function takeTransfer(transfer: DataTransfer): boolean {
  const files = [...transfer.files];
  if (files.length === 0) return false;
  if (desktopBridge() !== undefined) {
    void takeLocal(files);
    return true;
  }
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) void takeChosen(files);
  else void takeEntries(entries);
  return true;
}

/** Takes files that a person has chosen in the browser's own dialog. */
export async function takeChosen(files: readonly File[]): Promise<void> {
  const tops = new Set(files.map(({ name, webkitRelativePath }) => webkitRelativePath.split('/')[0] || name));
  await upload(namesInShort([...tops]), batchesOf(files));
}

/** Takes paths of the computer that reads them. */
export async function takePaths(paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  if (usePreferences.getState().startOnDrop && (await startedAtOnce({ sources: paths, uploads: [] }))) return;
  addSources(paths);
  go('add');
}

async function takeLocal(files: readonly File[]): Promise<void> {
  const paths: string[] = [];
  for (const [at, file] of files.entries()) {
    paths.push(desktopBridge()?.pathOf(file) ?? '');
    if (at % LOOKS === LOOKS - 1) await aMoment();
  }
  const known = paths.filter((path) => path !== '');
  if (known.length < paths.length) notify(leftOut(paths.length - known.length));
  await takePaths(known);
}

async function takeEntries(entries: readonly FileSystemEntry[]): Promise<void> {
  const unreadable: string[] = [];
  const batches = walkEntries(entries, (path) => {
    unreadable.push(path);
  });
  await upload(namesInShort(entries.map(({ name }) => name)), batches);
  if (unreadable.length > 0)
    notifyFault('The browser could not read everything', new Error(`Left out: ${namesInShort(unreadable)}.`));
}

async function upload(title: string, batches: AsyncIterable<readonly LocalFile[]>): Promise<void> {
  go('add');
  const sent = await startUpload(title, batches);
  if (!usePreferences.getState().startOnDrop || sent.phase !== 'sent' || sent.failed.length > 0) return;
  await startedAtOnce({ sources: [], uploads: [sent] });
}

/** Whether it was possible; what is refused is shown among what is added, with its reason. */
async function startedAtOnce(input: JobInput): Promise<boolean> {
  try {
    await startJob(input, { ...jobOptions(), name: '' });
    return true;
  } catch (error) {
    notifyFault('The job could not be started', error);
    return false;
  }
}

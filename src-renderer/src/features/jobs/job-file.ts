import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { copyText } from '../../state/clipboard.ts';
import { api } from '../../state/connection.ts';
import { type Job, jobTitle } from '../../state/jobs.ts';
import { notifyFault } from '../../state/toasts.ts';

/** The window of the desktop program refuses downloads; there the text goes to the clipboard. */
const COPIES = desktopBridge() !== undefined;

export const JOB_FILE_ACTION = COPIES ? 'Copy as job file' : 'Save as job file';

/** Gives a person the job as a file that makes the same job again: `metaextract submit photos.json`. */
export async function keepJobFile(job: Job): Promise<void> {
  try {
    const text = `${JSON.stringify(await api().jobs.request({ id: job.id }), undefined, 2)}\n`;
    if (COPIES) copyText(text, 'The job file is on the clipboard.');
    else download(text, jobFileName(jobTitle(job)));
  } catch (error) {
    notifyFault('The job file could not be made', error);
  }
}

/** A name that every file system takes. */
export function jobFileName(title: string): string {
  const safe = title
    .replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, ' ')
    .trim()
    .slice(0, 80)
    .replace(/[. ]+$/, '');
  return `${safe === '' ? 'job' : safe}.json`;
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser has taken it by then
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

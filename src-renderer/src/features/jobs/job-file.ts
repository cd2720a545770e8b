import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { giveBlob } from '../../bridge/download.ts';
import { copyText } from '../../state/clipboard.ts';
import { api } from '../../state/connection.ts';
import { plainName } from '../../state/file-name.ts';
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
    else giveBlob(new Blob([text], { type: 'application/json' }), `${plainName(jobTitle(job), 'job')}.json`);
  } catch (error) {
    notifyFault('The job file could not be made', error);
  }
}

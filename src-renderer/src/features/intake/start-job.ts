import type { z } from 'zod';
import type { JobRequest } from '../../../../src-protocol/contract/jobs.ts';
import { desktopBridge } from '../../bridge/desktop-bridge.ts';
import { api } from '../../state/connection.ts';
import type { JobOptions } from '../../state/intake.ts';
import { jobTitle, putJob } from '../../state/jobs.ts';
import { noteRecentSources } from '../../state/preferences.ts';
import { go } from '../../state/route.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { forgetUpload, type Upload } from '../../state/uploads.ts';
import { namesInShort } from './source-words.ts';
import { isChoice } from './worker-choices.ts';

type Request = z.input<typeof JobRequest>;

export interface JobInput {
  readonly sources: readonly string[];
  /** Those that were sent. */
  readonly uploads: readonly Upload[];
}

/** Makes a job, shows it, and says so with a way back. Rejects with the reason where it is refused. */
export async function startJob(input: JobInput, options: JobOptions): Promise<void> {
  const request = jobRequest(input, options);
  checkSize(request);
  const job = await api().jobs.create(request);
  putJob(job);
  noteRecentSources(input.sources);
  for (const { id } of input.uploads) forgetUpload(id);
  go('jobs', job.id);
  notify(`Started: ${jobTitle(job)}`, {
    text: 'Cancel',
    run: () => {
      api()
        .jobs.cancel({ id: job.id })
        .catch((error: unknown) => {
          notifyFault('The job could not be cancelled', error);
        });
    },
  });
}

function jobRequest({ sources, uploads }: JobInput, options: JobOptions): Request {
  const name = options.name.trim() || (sources.length === 0 ? namesInShort(uploads.map(({ title }) => title)) : '');
  return {
    ...surveyRequest(sources.concat(foldersOf(uploads)), options),
    ...(name !== '' && { name: name.slice(0, 200) }),
    timeoutS: options.timeoutS,
    retries: options.retries,
    priority: options.priority,
    watch: options.watch,
    ...(isChoice(options.workers) && { workers: options.workers }),
  };
}

/** What a server takes of one request over the network, with room for the rest of it; in the desktop window there is no such limit. */
const SOURCES_CHARS_MAX = 300_000;

/** As much of a job as decides which files it has, and how long they take. */
export function surveyRequest(
  sources: readonly string[],
  options: Pick<JobOptions, 'profile' | 'include' | 'exclude' | 'hidden' | 'followSymlinks' | 'sha256' | 'cache'>,
): Request {
  const { profile, include, exclude, hidden, followSymlinks, sha256, cache } = options;
  return {
    sources: [...sources],
    include: [...include],
    exclude: [...exclude],
    hidden,
    followSymlinks,
    profile,
    hashes: sha256 ? ['sha256'] : [],
    cache,
  };
}

/** Throws where there are more paths than the server takes at once; the connection would break over it. */
export function checkSize({ sources }: Request): void {
  if (desktopBridge() !== undefined) return;
  if (sources.reduce((sum, path) => sum + path.length, 0) > SOURCES_CHARS_MAX)
    throw new Error('These are too many paths for one job. Add the folder that they lie in, or a pattern.');
}

/** Where the server has put what was sent. */
export function foldersOf(uploads: readonly Upload[]): readonly string[] {
  return uploads.flatMap(({ phase, folder }) => (phase === 'sent' && folder !== undefined ? [folder] : []));
}

import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Survey } from '../../../../src-protocol/contract/data.ts';
import { isNotAllowed, reasonOf } from '../../bridge/connection.ts';
import { api } from '../../state/connection.ts';
import { acceptedSources, refuseSources, useIntake, useJobOptions } from '../../state/intake.ts';
import { useUploads } from '../../state/uploads.ts';
import { refusedSources } from './refused-sources.ts';
import { checkSize, foldersOf, surveyRequest } from './start-job.ts';

interface Found {
  /** What was found so far; undefined until the first look. */
  readonly survey: Survey | undefined;
  /** Why nothing is found. */
  readonly fault: string | undefined;
  readonly again: () => void;
}

/** Options are often changed several at a time. */
const CALM_MS = 150;
const FILES_MAX = 500_000;
const NONE: ReadonlyMap<string, string> = new Map();
const NOTHING = { survey: undefined, fault: undefined };

/** Looks at what is added, anew whenever that or the way in which it is to be read changes. */
export function useSurvey(): Found {
  const request = useRequest();
  const [found, setFound] = useState<Omit<Found, 'again'>>(NOTHING);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const left = new AbortController();
    const show = (change: Partial<Omit<Found, 'again'>>) => {
      if (!left.signal.aborted) setFound((before) => ({ ...before, ...change }));
    };
    const timer = setTimeout(() => {
      if (request.sources.length === 0) show(NOTHING);
      else void look(request, left.signal, show);
    }, CALM_MS);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [request, attempt]);
  const again = () => {
    setAttempt((before) => before + 1);
  };
  return { ...found, again };
}

function useRequest() {
  const sources = useIntake(useShallow(acceptedSources));
  const folders = useUploads(useShallow(({ uploads }) => foldersOf(uploads)));
  const { profile, include, exclude, hidden, followSymlinks, sha256, cache } = useJobOptions();
  return useMemo(
    () => surveyRequest([...sources, ...folders], { profile, include, exclude, hidden, followSymlinks, sha256, cache }),
    [sources, folders, profile, include, exclude, hidden, followSymlinks, sha256, cache],
  );
}

async function look(
  request: ReturnType<typeof surveyRequest>,
  signal: AbortSignal,
  show: (change: Partial<Omit<Found, 'again'>>) => void,
): Promise<void> {
  try {
    checkSize(request);
    for await (const survey of await api().data.survey({ request, maxFiles: FILES_MAX }, { signal })) {
      if (signal.aborted) return;
      show({ survey, fault: undefined });
    }
  } catch (error) {
    const refused = isNotAllowed(error) ? await refusedSources(request.sources, signal) : NONE;
    if (signal.aborted) return;
    if (refused.size > 0) refuseSources(refused);
    else show({ fault: reasonOf(error) });
  }
}

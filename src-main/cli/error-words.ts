const OF_THE_DATABASE: Readonly<Record<string, string>> = {
  SQLITE_CORRUPT:
    'The database in the data folder is damaged (SQLITE_CORRUPT). Move it away to begin anew, or restore a copy of it.',
  SQLITE_FULL:
    'The disk with the data folder is full (SQLITE_FULL). Free some space, or name another folder with --data-dir.',
  SQLITE_IOERR:
    'The database in the data folder cannot be read or written (SQLITE_IOERR). Check its disk, or name another folder with --data-dir.',
};

/** What went wrong, as a sentence for a person. The database’s own words come up wherever it is used, and name neither place nor help. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = Object.entries(OF_THE_DATABASE).find(([prefix]) => code.startsWith(prefix));
  return known?.[1] ?? error.message;
}

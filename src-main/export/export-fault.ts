/** Why an export could not be made. Programs look at the code; the message is a sentence for a person. */
export type ExportFaultCode =
  | 'exists'
  | 'is-symlink'
  | 'is-directory'
  | 'not-a-file'
  | 'no-folder'
  | 'bad-name'
  | 'permission-denied'
  | 'read-only'
  | 'in-use'
  | 'disk-full'
  | 'too-large'
  | 'io-error'
  | 'cancelled'
  | 'no-columns'
  | 'unknown-column'
  | 'too-many-columns';

export class ExportFault extends Error {
  override readonly name = 'ExportFault';
  readonly code: ExportFaultCode;

  constructor(code: ExportFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** The reader of a stream went away. Not a fault: `exportRecords` turns it into a flag of its summary. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

type Sentence = readonly [ExportFaultCode, (target: string) => string];

const FULL: Sentence = [
  'disk-full',
  (target) => `The disk for ${target} is full: free some space or choose another disk, then export again.`,
];
const DENIED: Sentence = [
  'permission-denied',
  (target) => `No permission to write ${target}: choose a place that you may write to.`,
];
const MISSING: Sentence = [
  'no-folder',
  (target) => `The folder of ${target} does not exist: create it or choose another one.`,
];
const DIRECTORY: Sentence = ['is-directory', (target) => `${target} is a folder: give the name of a file in it.`];

const NAME: Sentence = ['bad-name', (target) => `The name ${target} is not allowed on its disk: choose another one.`];

const SENTENCES: Readonly<Record<string, Sentence>> = {
  ENOSPC: FULL,
  EDQUOT: [
    'disk-full',
    (target) => `Your disk quota for ${target} is used up: free some space or choose another disk.`,
  ],
  EFBIG: [
    'too-large',
    (target) => `${target} grew past the largest file that its disk or your limits allow: choose another disk.`,
  ],
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: ['read-only', (target) => `The disk for ${target} is read-only: choose another one.`],
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  EISDIR: DIRECTORY,
  EEXIST: ['exists', (target) => `${target} already exists: choose another name or allow it to be replaced.`],
  EBUSY: ['in-use', (target) => `${target} is in use by another program: close it there, then export again.`],
  ENAMETOOLONG: ['bad-name', (target) => `The name ${target} is too long for its disk: choose a shorter one.`],
  EINVAL: NAME,
  ERR_INVALID_ARG_VALUE: NAME, // Node's word for U+0000 in a name
};

/** The fault for what the system said while it worked on `target` (a path, or a name such as “standard output”). */
export function faultOfSystem(error: unknown, target: string): ExportFault {
  if (error instanceof ExportFault) return error;
  const [code, sentence] = SENTENCES[systemCode(error) ?? ''] ?? ['io-error', unexplained(error)];
  return new ExportFault(code, sentence(target), error);
}

function unexplained(error: unknown): (target: string) => string {
  const reason = error instanceof Error ? error.message : String(error);
  return (target) => `${target} could not be written (${reason}): choose another place and export again.`;
}

/** `ENOSPC` and the like, where the error has one. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

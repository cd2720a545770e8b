import type { FaultCode } from '../../../src-protocol/model/fault.ts';

/** What to do about files that could not be read, by what was the cause. */
export const FAULT_ADVICE: Readonly<Record<FaultCode, string>> = {
  'not-found':
    'The file was moved, renamed or deleted after it was found. If its disk was unplugged, connect it and retry.',
  'permission-denied':
    'Give the account that runs MetaExtract the right to read these files and their folders, then retry.',
  'not-a-file': 'Devices, pipes and sockets have no content to read. Leave them out with an exclude pattern.',
  'io-error':
    'Check the disk, the cable or the network share, then retry. If it stays, copy the files elsewhere first.',
  corrupt:
    'The files are empty, cut off or damaged, or are not what their names say. Restore them from a backup or copy them again; retrying alone gives the same.',
  unsupported:
    'No extractor knows this type of file. Leave it out with an exclude pattern, or look whether its name has the right ending.',
  'timed-out':
    'Retry once the disk has less to do. Very large files may need a longer time limit: set it when you add the files.',
  'memory-limit':
    'The file took more memory than a worker may have. Raise the memory limit in the settings, then retry.',
  'extractor-crashed':
    'The file ended its extractor each time it was tried on its own. The other files were read. Keep a copy of it: it shows a fault worth reporting.',
  'worker-lost': 'The worker ended while it had the file, which says nothing about the file. Retry.',
  'transfer-failed': 'The connection to the worker broke off. Check the network, then retry.',
  'path-not-mapped':
    'The worker does not see the folder under the same path. Retry once this computer has a worker running.',
  cancelled: 'The job was ended before these files were read. Retry to read them.',
  internal: 'This should not happen. The log says more; retry, and report it if it stays.',
};

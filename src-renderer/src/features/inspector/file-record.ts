import type { CoreFields } from '../../../../src-protocol/model/core-fields.ts';
import type { FaultCode } from '../../../../src-protocol/model/fault.ts';
import { splitPath } from '../../../../src-protocol/model/path-join.ts';
import type { ModuleReport, OutcomeKind } from '../../../../src-protocol/model/record.ts';

export interface FileError {
  readonly code: FaultCode;
  readonly message: string;
  readonly attempts: number;
  readonly worker?: string;
  readonly failedAt?: string;
}

/** The record of one file, as `renderFullRecord` writes it. */
export interface FileRecord {
  readonly path: string;
  readonly pathBytes?: string;
  readonly relativePath: string;
  readonly size?: number;
  readonly modifiedAt?: string;
  readonly outcome: OutcomeKind;
  readonly fromCache: boolean;
  readonly error?: FileError;
  readonly sidecars?: readonly string[];
  readonly core: CoreFields;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly modules: Readonly<Record<string, ModuleReport>>;
}

export function nameOf({ path }: FileRecord): string {
  return splitPath(path).name;
}

/** The folder within its source; of what lies in the source itself the whole one. */
export function folderOf(record: FileRecord): string {
  const within = record.relativePath.slice(0, -(nameOf(record).length + 1));
  return within === '' ? splitPath(record.path).folder : within;
}

import type { CoreFields } from '../../../src-protocol/model/core-fields.ts';
import type { Fault } from '../../../src-protocol/model/fault.ts';
import type { ModuleReport, OutcomeKind } from '../../../src-protocol/model/record.ts';

/** A record as the JSONL output has it. */
export interface PublicRecord {
  readonly path: string;
  readonly pathBytes?: string;
  readonly relativePath: string;
  readonly size?: number;
  readonly modifiedAt?: string;
  readonly outcome: OutcomeKind;
  readonly fromCache: boolean;
  readonly error?: Fault & { readonly attempts: number };
  readonly sidecars?: readonly string[];
  readonly core: CoreFields;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly modules: Readonly<Record<string, ModuleReport>>;
}

/** The path as the file system has it. */
export function pathBytesOf({ path, pathBytes }: PublicRecord): Buffer {
  return pathBytes === undefined ? Buffer.from(path) : Buffer.from(pathBytes, 'base64');
}

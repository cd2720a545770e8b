import type { ItemResult } from '../../src-protocol/messages/item-result.ts';
import type { Fault } from '../../src-protocol/model/fault.ts';
import { isOfTheContent } from '../../src-protocol/model/fault.ts';
import type { ModuleReport, OutcomeKind, TagTable } from '../../src-protocol/model/record.ts';
import { EMPTY_TAGS } from '../../src-protocol/model/record.ts';
import type { ExtractionFile, Extractor, FileExtraction } from '../extractors/extractor.ts';

export interface NamedExtraction {
  readonly extractor: Pick<Extractor, 'id' | 'version'>;
  readonly extraction: FileExtraction;
}

const MESSAGE_MAX = 4_000;

/** One result for a file out of what each extractor found in it. The first extractor's verdict is the file's outcome. */
export function mergeExtractions(
  file: ExtractionFile,
  parts: readonly NamedExtraction[],
): Omit<ItemResult, 'fingerprint'> {
  const fault = parts[0]?.extraction.fault;
  const sizeBytes = parts.find(({ extraction }) => extraction.sizeBytes !== undefined)?.extraction.sizeBytes;
  const incomplete = parts.slice(1).some(({ extraction }) => mayPass(extraction.fault));
  const tags = parts.reduce<TagTable>((sum, { extraction }) => concatenate(sum, extraction.tags), EMPTY_TAGS);
  return {
    itemId: file.itemId,
    outcome: outcomeOf(parts, fault),
    ...(fault === undefined ? {} : { fault: { code: fault.code, message: fault.message.slice(0, MESSAGE_MAX) } }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    changedSinceCrawl: sizeBytes !== undefined && sizeBytes !== file.sizeBytes,
    ...(incomplete ? { incomplete } : {}),
    coreJson: JSON.stringify(parts.find(({ extraction }) => extraction.core !== undefined)?.extraction.core ?? {}),
    tagNames: tags.names,
    tagValues: tags.values,
    modulesJson: JSON.stringify(Object.fromEntries(parts.map((part) => [part.extractor.id, reportOf(part)]))),
    durationMs: Math.max(0, ...parts.map(({ extraction }) => extraction.durationMs)),
  };
}

function outcomeOf(parts: readonly NamedExtraction[], fault: Fault | undefined): OutcomeKind {
  if (fault?.code === 'unsupported' || fault?.code === 'not-a-file') return 'skipped';
  if (fault !== undefined) return 'failed';
  return parts.some(({ extraction }) => extraction.found === 'metadata') ? 'extracted' : 'no-metadata';
}

function mayPass(fault: Fault | undefined): boolean {
  return fault !== undefined && !isOfTheContent(fault.code);
}

function concatenate(first: TagTable, second: TagTable): TagTable {
  if (first.names === '') return second;
  if (second.names === '') return first;
  return { names: `${first.names}\n${second.names}`, values: `${first.values}\n${second.values}` };
}

function reportOf({ extractor, extraction }: NamedExtraction): ModuleReport {
  return {
    version: extractor.version,
    durationMs: Math.round(extraction.durationMs * 1_000) / 1_000,
    ...(extraction.warnings.length === 0 ? {} : { warnings: [...extraction.warnings] }),
    ...(extraction.fault === undefined ? {} : { error: extraction.fault.message }),
  };
}

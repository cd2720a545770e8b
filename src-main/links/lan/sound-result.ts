import { z } from 'zod';
import type { ItemResult } from '../../../src-protocol/messages/item-result.ts';
import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';
import { ModuleReport } from '../../../src-protocol/model/record.ts';

/** A hundred days: no file takes so long, and sums of such times stay numbers. */
const DURATION_MS_MAX = 1e10;
const HEX = /^(?:[0-9a-f]{2})*$/i;
const TAGS_MAX = 1_000_000;
/** A text without escapes, or a number as people write it: nearly all values are, and parsing them takes thrice as long. */
const PLAIN = /"[ !#-[\]-\uffff]*"|-?(?:0|[1-9]\d*)(?:\.\d+)?/.source;
const PLAIN_LINE = new RegExp(`(?:${PLAIN})(?:\t(?:${PLAIN}))?(?=\n|$)`, 'y');
/** A field that is not of its form is left out by whoever looks at it; the format becomes a label of a metric. */
const Core = z.looseObject({ format: z.string().max(100).optional() });
const Modules = z.record(z.string(), ModuleReport);

/**
 * Whether all parts of a result are of their forms. They come as texts that are kept and put into records as they are: what
 * this computer's own processes say is of its form, what comes from elsewhere may be anything.
 */
export function isSoundResult(result: ItemResult, extractors: readonly ExtractorDescription[]): boolean {
  const { sizeBytes = 0, durationMs, fingerprint = '', coreJson, modulesJson, tagNames, tagValues } = result;
  return (
    Number.isSafeInteger(sizeBytes) &&
    durationMs <= DURATION_MS_MAX &&
    HEX.test(fingerprint) &&
    areModules(modulesJson, extractors) &&
    isCore(coreJson) &&
    areTags(tagNames, tagValues)
  );
}

function areModules(json: string, extractors: readonly ExtractorDescription[]): boolean {
  if (json === '{}') return true;
  const { data } = Modules.safeParse(parsed(json));
  if (data === undefined) return false;
  return Object.entries(data).every(
    ([id, { durationMs }]) =>
      durationMs >= 0 && durationMs <= DURATION_MS_MAX && extractors.some((extractor) => extractor.id === id),
  );
}

function isCore(json: string): boolean {
  return json === '{}' || Core.safeParse(parsed(json)).success;
}

/** As many lines of values as of names, and each value JSON, with the raw one behind a tab where it has one. */
function areTags(names: string, values: string): boolean {
  if (names === '') return values === '';
  const tags = linesOf(names);
  return tags <= TAGS_MAX && tags === linesOf(values) && areValues(values);
}

function linesOf(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function areValues(lines: string): boolean {
  for (let at = 0; at <= lines.length;) {
    PLAIN_LINE.lastIndex = at;
    const isPlain = PLAIN_LINE.test(lines);
    const end = isPlain ? PLAIN_LINE.lastIndex : lineEnd(lines, at);
    if (!isPlain && !isValue(lines.slice(at, end))) return false;
    at = end + 1;
  }
  return true;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function isValue(line: string): boolean {
  const tab = line.indexOf('\t');
  const parts = tab < 0 ? [line] : [line.slice(0, tab), line.slice(tab + 1)];
  return parts.every((part) => parsed(part) !== undefined);
}

/** Undefined where it is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

import { resultWithoutTags } from '../../src-protocol/messages/failed-result.ts';
import { FRAME_BYTES_MAX } from '../../src-protocol/messages/link.ts';
import type { ItemResult } from '../../src-protocol/messages/item-result.ts';

/** Larger frames would hold up what is said beside them. */
const FRAME_BYTES = 1_048_576;
/** For what is around the results in a frame. */
const ENVELOPE_BYTES = 4_096;
/** A UTF-16 unit of a text takes at most so many bytes of JSON (`\u0000`). */
const JSON_BYTES_MAX = 6;

/** Results in as many messages as keep each small. One that no frame can hold becomes a failure that says so. */
export function splitResults(results: readonly ItemResult[], frameBytesMax = FRAME_BYTES_MAX): ItemResult[][] {
  const messages: ItemResult[][] = [];
  let roomBytes = 0;
  for (const result of results.map((each) => fitting(each, frameBytesMax))) {
    const bytes = approximateBytes(result);
    if (messages.length === 0 || bytes > roomBytes) {
      messages.push([]);
      roomBytes = FRAME_BYTES;
    }
    messages.at(-1)?.push(result);
    roomBytes -= bytes;
  }
  return messages;
}

function fitting(result: ItemResult, frameBytesMax: number): ItemResult {
  const limitBytes = frameBytesMax - ENVELOPE_BYTES;
  if (lengthOf(result) * JSON_BYTES_MAX + ENVELOPE_BYTES < limitBytes) return result;
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= limitBytes) return result;
  const message = `The record has ${Math.round(bytes / 1e6).toString()} MB, more than can be sent to the coordinator at once.`;
  const { sizeBytes, durationMs } = result;
  return {
    ...resultWithoutTags(result.itemId, { code: 'internal', message }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    durationMs,
  };
}

/** What JSON makes of it is about a fifth longer: tags are JSON in a text. */
function approximateBytes(result: ItemResult): number {
  return lengthOf(result) * 1.2 + 300;
}

function lengthOf({ coreJson, tagNames, tagValues, modulesJson }: ItemResult): number {
  return coreJson.length + tagNames.length + tagValues.length + modulesJson.length;
}

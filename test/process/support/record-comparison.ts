import { asObject, canonicalJson, parseLossless, type JsonObject, type JsonValue } from './lossless-json.ts';

/** In words, what two JSONL outputs say differently of the same files, apart from what the same run would not repeat. */
export function differencesBetween(actual: string, expected: string): string[] {
  const [ours, theirs] = [recordsByPath(actual), recordsByPath(expected)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((path) =>
    differencesOf(path, ours.get(path), theirs.get(path)),
  );
}

/** Per path its record, without what differs between two runs that both did everything right. */
export function recordsByPath(jsonl: string): Map<string, JsonObject> {
  const records = new Map<string, JsonObject>();
  for (const line of jsonl.split('\n').filter((each) => each !== '')) {
    const record = asObject(parseLossless(line));
    const path = record.get('path') as string;
    if (records.has(path)) throw new Error(`${path} has two records.`);
    const error = record.get('error');
    const comparable: [string, JsonValue][] = [
      ...without(record, ['fromCache']),
      ...(error === undefined ? [] : [['error', without(asObject(error), ['attempts'])] as [string, JsonValue]]),
      ['tags', sortedByName(without(asObject(record.get('tags')), ['System:FileAccessDate']))],
      [
        'modules',
        new Map(
          [...asObject(record.get('modules'))].map(([id, report]) => [id, without(asObject(report), ['durationMs'])]),
        ),
      ],
    ];
    records.set(path, new Map(comparable));
  }
  return records;
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return new Map([...object].filter(([name]) => !names.includes(name)));
}

/**
 * Tags are compared by name: the order in which ExifTool computes its Composite tags follows from which of its modules are
 * loaded, and so from what the same process has read before.
 */
function sortedByName(object: JsonObject): JsonObject {
  return new Map([...object].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** In words, down to single members. */
function differencesOf(at: string, actual: JsonValue | undefined, expected: JsonValue | undefined): string[] {
  const [actualText, expectedText] = [actual, expected].map((value) =>
    value === undefined ? 'nothing' : canonicalJson(value),
  );
  if (actualText === expectedText) return [];
  if (!(actual instanceof Map) || !(expected instanceof Map))
    return [`${at}: ${actualText ?? ''} instead of ${expectedText ?? ''}`];
  const [ours, theirs] = [actual as JsonObject, expected as JsonObject];
  const differences = [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((name) =>
    differencesOf(`${at} ${name}`, ours.get(name), theirs.get(name)),
  );
  return differences.length > 0 ? differences : [`${at}: another order of members`];
}

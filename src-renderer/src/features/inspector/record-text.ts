import { FAULT_TITLES } from '../../../../src-protocol/model/fault.ts';
import { factSections } from './facts.ts';
import { type FileRecord, nameOf } from './file-record.ts';
import { momentText, zoneText } from './moment.ts';
import { placeOf } from './place.ts';
import { groupTags, type Tag, tagsOf } from './tags.ts';

/** All that is known of a file as text for a letter or a note: the facts first, then every tag under its group. */
export function recordText(record: FileRecord): string {
  const { error } = record;
  const blocks = [
    [nameOf(record), record.path],
    error === undefined ? [] : [FAULT_TITLES[error.code], error.message],
    block('When and where', whenAndWhere(record)),
    ...factSections(record).map(({ title, facts }) =>
      block(
        title,
        facts.map((fact) => line(fact.title, fact.text)),
      ),
    ),
    ...groupTags(tagsOf(record.tags)).map(({ name, tags }) => block(`[${name}]`, tags.map(tagLine))),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The public record, as exports have it. */
export function recordJson(record: FileRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

function block(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function whenAndWhere({ core }: FileRecord): string[] {
  const place = placeOf(core);
  const captured = core.capturedAt && [momentText(core.capturedAt), zoneText(core.capturedAt)].filter(Boolean);
  return [...(captured ? [line('Captured', captured.join(', '))] : []), ...(place ? [line('Place', place.text)] : [])];
}

function tagLine({ name, printed, raw }: Tag): string {
  return raw === undefined ? line(name, printed) : `${line(name, printed)} (${raw.replaceAll('\n', ' ')})`;
}

/** What takes several lines stands under its title, further in. */
function line(title: string, text: string): string {
  return text.includes('\n') ? `${title}:\n  ${text.replaceAll('\n', '\n  ')}` : `${title}: ${text}`;
}

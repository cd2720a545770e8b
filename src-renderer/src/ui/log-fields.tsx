import type { LogLine } from '../../../src-protocol/model/log-line.ts';
import { fieldsInWords } from './log-words.ts';

/** What a line of the log says beside its event. */
export function LogFields({ fields }: Pick<LogLine, 'fields'>) {
  return fieldsInWords(fields).map(({ key, value }, index) => (
    <span key={key}>
      {index > 0 && ' '}
      <span className="text-faint">{key}=</span>
      <bdi>{value}</bdi>
    </span>
  ));
}

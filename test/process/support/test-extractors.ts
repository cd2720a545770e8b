import { delimiter, join } from 'node:path';
import { PROJECT_ROOT } from './run-cli.ts';

/** The environment in which the command also has these extractors of test/process/extractors; `root` is where that lies. */
export function testExtractors(names: readonly string[], root = PROJECT_ROOT): NodeJS.ProcessEnv {
  const files = names.map((name) => join(root, 'test', 'process', 'extractors', `${name}.ts`));
  return { METAEXTRACT_EXTRACTORS: files.join(delimiter) };
}

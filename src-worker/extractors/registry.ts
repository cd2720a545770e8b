import { delimiter } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExtractorDescription } from '../../src-protocol/model/extraction.ts';
import { CONTENT_HASH } from './content-hash/description.ts';
import { describeExifTool } from './exiftool/description.ts';
import type { Extractor, ExtractorSet } from './extractor.ts';

/** Names modules (separated like PATH) whose `createExtractor()` is added to the built-in extractors. */
const EXTRA_EXTRACTORS_VARIABLE = 'METAEXTRACT_EXTRACTORS';

interface ExtractorModule {
  readonly createExtractor: () => Extractor;
}

export async function loadExtractors(environment: NodeJS.ProcessEnv): Promise<ExtractorSet> {
  const [{ createExifToolExtractor }, { createContentHashExtractor }, ...extra] = await Promise.all([
    import('./exiftool/exiftool-extractor.ts'),
    import('./content-hash/content-hash-extractor.ts'),
    ...loadExtra(environment),
  ]);
  return () => [
    createExifToolExtractor(),
    createContentHashExtractor(),
    ...extra.map((module) => module.createExtractor()),
  ];
}

/** The extractors as they are known without starting any, nor loading what they are made of. */
export async function describeExtractors(environment: NodeJS.ProcessEnv): Promise<ExtractorDescription[]> {
  const extra = await Promise.all(loadExtra(environment));
  const described = extra.map((module) => module.createExtractor()).map(({ id, version }) => ({ id, version }));
  return [describeExifTool(), CONTENT_HASH, ...described];
}

function loadExtra(environment: NodeJS.ProcessEnv): Promise<ExtractorModule>[] {
  const files = (environment[EXTRA_EXTRACTORS_VARIABLE] ?? '').split(delimiter).filter((file) => file !== '');
  return files.map((file) => import(pathToFileURL(file).href) as Promise<ExtractorModule>);
}

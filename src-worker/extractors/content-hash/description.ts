import type { ExtractorDescription } from '../../../src-protocol/model/extraction.ts';

export const CONTENT_HASH: ExtractorDescription = { id: 'content-hash', version: '1' };

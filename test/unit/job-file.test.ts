import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestOfSpec, specOfRequest } from '../../src-main/api/jobs/job-request.ts';
import { jobFileText, readJobFile } from '../../src-main/cli/job-file.ts';
import { JobRequest } from '../../src-protocol/contract/jobs.ts';
import { temporaryFolder } from './temporary-folder.ts';

function fileWith(text: string, name = 'job.yaml'): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

const anyRequest = fc
  .record(
    {
      name: fc.string({ minLength: 1, maxLength: 30 }),
      sources: fc.array(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), { minLength: 1, maxLength: 5 }),
      include: fc.array(fc.string({ minLength: 1, maxLength: 10 }), { maxLength: 3 }),
      hidden: fc.boolean(),
      profile: fc.constantFrom('complete' as const, 'fast' as const),
      timeoutS: fc.integer({ min: 1, max: 3_600 }),
      retries: fc.integer({ min: 0, max: 9 }),
      priority: fc.constantFrom('low' as const, 'critical' as const),
      limits: fc.record({ slots: fc.integer({ min: 1, max: 64 }) }, { requiredKeys: [] }),
      watch: fc.boolean(),
    },
    { requiredKeys: ['sources'] },
  )
  .map((given) => JobRequest.parse(given));

describe('a job file', () => {
  test.each(['job.yaml', 'job.json'])('makes the same job again, as %s', (name) => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(readJobFile(fileWith(jobFileText(request, name), name))).toEqual(request);
      }),
      { numRuns: 50 },
    );
  });

  test('is the same after it was a job', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(requestOfSpec(specOfRequest(request))).toEqual(request);
      }),
    );
  });

  test('needs its sources only', () => {
    expect(readJobFile(fileWith('sources: [/photos]'))).toEqual(JobRequest.parse({ sources: ['/photos'] }));
  });

  test('that is wrong is refused with everything that is wrong, and the file is named', () => {
    const file = fileWith('sources: /photos\nprioirty: high\ntimeoutS: never\n');
    for (const words of [file, 'sources', 'prioirty', 'timeoutS']) expect(() => readJobFile(file)).toThrow(words);
    expect(() => readJobFile(fileWith('sources: [unclosed'))).toThrow('is neither YAML nor JSON');
    expect(() => readJobFile(join(temporaryFolder(), 'none.yaml'))).toThrow('cannot be read (ENOENT)');
  });

  test('is no bomb', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    for (const [at, letter] of letters.slice(1).entries()) {
      const before = letters[at] ?? '';
      bomb.push(`${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);
    }
    expect(() => readJobFile(fileWith(`${bomb.join('\n')}\nsources: *i\n`))).toThrow(/job file|is wrong/);
  });
});

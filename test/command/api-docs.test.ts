import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCollection } from '../fixtures/collection.ts';
import { FIXTURE_FORMATS } from '../fixtures/formats.ts';
import { PROJECT_ROOT, temporaryFolders, testNode } from '../process/support/run-cli.ts';
import { startServer, type RunningServer } from '../process/support/server.ts';

const run = promisify(execFile);
const FILES = 60;
const PHOTOS = FIXTURE_FORMATS.filter(({ name }) => name === 'jpeg');

/** Commands of docs/api.md that are to be run: the blocks marked as `sh`. */
async function documentedCommands(): Promise<string[]> {
  const text = await readFile(join(PROJECT_ROOT, 'docs', 'api.md'), 'utf8');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = '']) => command.trim());
}

if (process.platform === 'win32') process.stdout.write('docs/api.md: skipped, its commands are for a Unix shell\n');

describe.skipIf(process.platform === 'win32')('docs/api.md', () => {
  const temporaryFolder = temporaryFolders();
  let server: RunningServer;
  let photos: string;
  const answers: string[] = [];

  beforeAll(async () => {
    const world = await temporaryFolder('api-docs');
    photos = join(world, 'photos');
    await writeCollection({ folder: photos, count: FILES, seed: 11, formats: PHOTOS, paddingScale: 0 });
    server = await startServer(join(world, 'data'));
  }, 60_000);

  afterAll(async () => {
    await server.end();
  });

  test('shows a whole job by curl, and every command of it works as it stands there', async () => {
    const commands = await documentedCommands();
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) {
      // only the port and the folder are this test's own
      const own = command
        .replaceAll('http://127.0.0.1:7460', server.url.replace(/\/$/, ''))
        .replaceAll('"/photos"', `"${photos}"`);
      const { stdout } = await run('bash', ['-c', own], { timeout: 90_000, maxBuffer: 50_000_000 });
      expect(stdout, command).not.toBe('');
      answers.push(stdout);
    }
    const all = answers.join('\n');
    expect(answers[0]).toContain('"id":1');
    expect(all).toContain('"state":"completed"');
    expect(all).toContain(`"files":${FILES.toString()}`);
    expect(all).toContain(`metaextract_items_total{outcome="extracted"} ${FILES.toString()}`);
    expect(answers.at(-1)).toContain('"code":"not-found"');
    // whatever is refused in the course of it is refused as the page says
    const problems = answers.filter((answer) => answer.includes('urn:metaextract:fault'));
    for (const problem of problems) expect(problem).toMatch(/"status":(404|409)/);
  }, 120_000);

  test('has a script with the typed client that works', async () => {
    const { stdout } = await run(
      testNode(),
      [join(PROJECT_ROOT, 'docs', 'examples', 'count-cameras.mjs'), server.url, photos],
      { timeout: 60_000 },
    );
    const counts = stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.split('\t')[0]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(FILES);
  }, 60_000);
});

import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exiftoolPath } from 'exiftool-vendored';
import { asObject, canonicalJson, parseLossless, type JsonObject, type JsonValue } from './lossless-json.ts';
import { runCli } from './run-cli.ts';

const run = promisify(execFile);
const EXIFTOOL_TIMEOUT_MS = 120_000;
const OUTPUT_MAX_BYTES = 2 ** 29;

/** What the comparison cannot be about: when a file was last read, and which ExifTool read it. */
const EXCLUDED: ReadonlySet<string> = new Set(['System:FileAccessDate', 'ExifTool:ExifToolVersion']);

/** Per tag the canonical JSON of the record's member: `{"value":…,"text":…}` where raw and printed differ, else the one value. */
export type Tags = ReadonlyMap<string, string>;

export interface Records {
  readonly tags: ReadonlyMap<string, Tags>;
  /** Per file the canonical JSON of the core fields. */
  readonly core: ReadonlyMap<string, string>;
}

export type Profile = 'complete' | 'fast';

/** Both programs get it: what a tag says may depend on the time zone and on the language. */
export interface Place {
  readonly env: NodeJS.ProcessEnv;
}

export interface CollectionToRead extends Place {
  readonly folder: string;
  readonly dataFolder: string;
  readonly profile: Profile;
}

/** Runs the command over a folder; every file must have one record, and no other path any. */
export async function extractRecords({ folder, dataFolder, profile, env }: CollectionToRead): Promise<Records> {
  const args = ['extract', folder, '-f', 'jsonl', '--profile', profile, '--quiet', '--data-dir', dataFolder];
  const { code, stdout, stderr } = await runCli(args, { env });
  if (code !== 0 && code !== 2) throw new Error(`metaextract ended with ${String(code)}: ${stderr}`);
  const tags = new Map<string, Tags>();
  const core = new Map<string, string>();
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    const record = asObject(parseLossless(line));
    const path = record.get('path') as string;
    if (tags.has(path)) throw new Error(`${path} has two records.`);
    tags.set(
      path,
      withoutExcluded([...asObject(record.get('tags'))].map(([name, value]) => [name, canonicalJson(value)])),
    );
    core.set(path, canonicalJson(asObject(record.get('core'))));
  }
  return { tags, core };
}

/** What ExifTool itself prints for these files, read by one process in this order. */
export async function readWithExifTool(
  files: readonly string[],
  profile: Profile,
  list: string,
  { env }: Place,
): Promise<Map<string, Tags>> {
  await writeFile(list, files.join('\n'));
  // Without -config '' a configuration in the developer's home would take part.
  const args = [
    '-config',
    '',
    '-j',
    '-a',
    '-G1:4',
    '-struct',
    '-l',
    ...(profile === 'fast' ? ['-e'] : []),
    '-charset',
    'filename=utf8',
    '-@',
    list,
  ];
  // ExifTool's order of the members of some XMP structures, and of some warnings, follows Perl's order of hashes, which is
  // another one in every process unless these two take chance out of it. Our extractor sets them for its own ExifTool.
  const ordered = { PERL_HASH_SEED: '0', PERL_PERTURB_KEYS: '0' };
  const options = {
    maxBuffer: OUTPUT_MAX_BYTES,
    timeout: EXIFTOOL_TIMEOUT_MS,
    env: { ...process.env, ...env, ...ordered },
  };
  const { stdout } = await run(await exiftoolPath(), args, options).catch((error: unknown) => {
    const failed = error as { readonly stdout?: string; readonly code?: unknown };
    if (failed.code === 1 && failed.stdout !== undefined) return { stdout: failed.stdout }; // some file is broken, as it should be
    throw error;
  });
  const byFile = new Map<string, Tags>();
  for (const file of parseLossless(stdout) as readonly JsonValue[]) {
    const { SourceFile: source, ...tags } = Object.fromEntries(asObject(file));
    byFile.set(
      join(source as string),
      withoutExcluded(Object.entries(tags).map(([name, entry]) => [name, expectedMember(asObject(entry))])),
    );
  }
  return byFile;
}

/** `-l` gives `val`, which is printed, and where the raw value is another one `num`. */
function expectedMember(entry: JsonObject): string {
  const text = canonicalJson(entry.get('val') ?? null);
  const raw = entry.get('num');
  const value = raw === undefined ? text : canonicalJson(raw);
  return value === text ? text : `{"value":${value},"text":${text}}`;
}

function withoutExcluded(tags: readonly (readonly [string, string])[]): Tags {
  return new Map(tags.filter(([name]) => !EXCLUDED.has(name)));
}

/** All differences of one file, in words; none where both say the same of the same tags. */
export function differencesOf(ours: Tags | undefined, theirs: Tags | undefined): string[] {
  const names = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  return [...names].flatMap((name) => {
    const [our, their] = [ours?.get(name), theirs?.get(name)];
    return our === their ? [] : [`${name}: ${our ?? 'nothing'} where ExifTool has ${their ?? 'nothing'}`];
  });
}

/** Every file below a folder, as an absolute path. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

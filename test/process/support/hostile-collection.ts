import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, chown, mkdir, open, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { FaultCode } from '../../../src-protocol/model/fault.ts';
import { noise } from '../../fixtures/blocks/noise.ts';
import { BROKEN_FIXTURES } from '../../fixtures/broken.ts';
import { buildJpeg } from '../../fixtures/builders/jpeg.ts';
import { buildMov } from '../../fixtures/builders/mov.ts';
import { buildPng } from '../../fixtures/builders/png.ts';
import { subjectOf } from '../../fixtures/subject.ts';
import { HOSTILE_FOLDER_NAMES, HOSTILE_NAMES } from './hostile-names.ts';
import type { CliOptions } from './run-cli.ts';

export type Expected = 'extracted' | 'no-metadata' | `${'failed' | 'skipped'} ${FaultCode}`;

/** A path as a key: each byte is one letter. */
export type PathKey = string;

const SPARSE_BYTES = 5_000_000_000;
const ENDLESS_BYTES = 1_000_000_000_000;
/** The longest path that the system takes, its end included. */
const PATH_MAX = 4_096;
const LONG_PATH = 4_000;
const SOURCE_JPEG = buildJpeg(subjectOf(7));

/** Where ExifTool gives up or finds nothing; of the other broken fixtures it reads what is whole. */
const BROKEN_OUTCOMES: Readonly<Record<string, Expected>> = {
  'cut-in-exif.jpg': 'no-metadata',
  'empty.jpg': 'no-metadata',
  'noise.mp4': 'failed corrupt',
};

/** A folder in which everything is that can be wrong with names and files. `expected` says what is to become of each. */
export class HostileCollection implements AsyncDisposable {
  readonly folder: string;
  readonly expected = new Map<PathKey, Expected>();
  /** Files with hostile names, each with a file of the same content and a harmless name. */
  readonly twins = new Map<PathKey, { readonly name: string | Buffer; readonly plain: string }>();
  readonly #socket = createServer();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** `owner` may do anything in it, but for reading what is denied to it; root builds it, or `owner` is undefined. */
  async build(owner: CliOptions['user']): Promise<void> {
    await mkdir(this.folder);
    await this.#names();
    await this.#folders();
    await this.#longPaths();
    await this.#kinds();
    await this.#links();
    await this.#contents();
    await this.#forExtractors();
    await this.#beforeTheChange();
    if (owner !== undefined) spawnSync('chown', ['-R', '-h', `${owner.uid}:${owner.gid}`, this.folder]);
    await this.#denied(owner);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.listening) await new Promise((resolve) => this.#socket.close(resolve));
    spawnSync('rm', ['-rf', this.folder]); // Node does not remove what lies deeper than the longest path
  }

  async #names(): Promise<void> {
    const [hostile, plain] = [await this.#subfolder('names'), await this.#subfolder('plain')];
    for (const [index, name] of HOSTILE_NAMES.entries()) {
      const content = buildJpeg(subjectOf(index));
      const path = joinBytes(hostile, name);
      const plainPath = join(plain, `${index}.jpg`);
      await this.#write(path, content, 'extracted');
      await this.#write(plainPath, content, 'extracted');
      this.twins.set(keyOf(path), { name, plain: keyOf(plainPath) });
    }
  }

  async #folders(): Promise<void> {
    const parent = await this.#subfolder('folders');
    for (const [index, name] of HOSTILE_FOLDER_NAMES.entries()) {
      const folder = joinBytes(parent, name);
      await mkdir(folder);
      await this.#write(joinBytes(folder, `in it ${index}.jpg`), SOURCE_JPEG, 'extracted');
    }
  }

  async #longPaths(): Promise<void> {
    const start = await this.#subfolder('long');
    const file = 'leaf.jpg';
    let folder = start;
    while (folder.length + 1 + 200 + 1 + file.length < LONG_PATH) folder = join(folder, 'd'.repeat(200));
    folder = join(folder, 'e'.repeat(LONG_PATH - folder.length - 2 - file.length));
    await mkdir(folder, { recursive: true });
    await this.#write(join(folder, file), SOURCE_JPEG, 'extracted');
    await this.#beyondLongestPath(folder);
  }

  /** What cannot be named by its whole path is made from within the last folder that can. */
  async #beyondLongestPath(folder: string): Promise<void> {
    const name = 'x'.repeat(PATH_MAX - folder.length - 2);
    await this.#write(join(folder, name), SOURCE_JPEG, 'extracted'); // the longest path of all
    const script = `cd "$1" && mkdir "$2" && echo deeper > "$2/deeper.txt" && echo too long > "$3"`;
    spawnSync('sh', ['-c', script, 'sh', folder, `d${name}`, `f${name}`]);
    this.#expect(join(folder, `d${name}`), 'failed io-error');
    this.#expect(join(folder, `f${name}`), 'failed io-error');
  }

  async #kinds(): Promise<void> {
    const folder = await this.#subfolder('kinds');
    spawnSync('mkfifo', [join(folder, 'fifo.jpg')]);
    this.#expect(join(folder, 'fifo.jpg'), 'skipped not-a-file');
    this.#socket.listen(join(folder, 'socket'));
    await once(this.#socket, 'listening');
    this.#expect(join(folder, 'socket'), 'skipped not-a-file');
    await mkdir(join(folder, 'empty folder.jpg'));
  }

  async #links(): Promise<void> {
    const folder = await this.#subfolder('links');
    const targets = {
      dangling: 'nowhere',
      'loop-a': 'loop-b',
      'loop-b': 'loop-a',
      self: 'self',
      up: '.',
      'to-device': '/dev/zero',
      'to-fifo': '../kinds/fifo.jpg',
      'to-file.jpg': '../plain/0.jpg',
    };
    for (const [name, target] of Object.entries(targets)) {
      await symlink(target, join(folder, name));
      this.#expect(join(folder, name), 'skipped not-a-file');
    }
  }

  async #contents(): Promise<void> {
    const folder = await this.#subfolder('contents');
    for (const { fileName, build } of BROKEN_FIXTURES) {
      await this.#write(join(folder, fileName), build(), BROKEN_OUTCOMES[fileName] ?? 'extracted');
    }
    await this.#write(join(folder, 'cut after two bytes.jpg'), SOURCE_JPEG.subarray(0, 2), 'failed corrupt');
    await this.#write(join(folder, 'empty.mov'), '', 'no-metadata');
    await this.#write(join(folder, 'noise'), noise(3, 3_000), 'skipped unsupported');
    await this.#write(join(folder, 'really a png.jpg'), buildPng(subjectOf(8)), 'extracted');
    await this.#write(join(folder, 'sparse.mov'), '', 'extracted');
    await writeSparseMovie(join(folder, 'sparse.mov'));
    // ExifTool reads zeros to their end, to be able to say that there is nothing else
    await this.#write(join(folder, 'zeros without end.mov'), '', 'failed timed-out');
    await truncate(join(folder, 'zeros without end.mov'), ENDLESS_BYTES);
  }

  /** Files at which a test extractor fails. What ExifTool has found in them is kept. */
  async #forExtractors(): Promise<void> {
    const folder = await this.#subfolder('for extractors');
    await this.#write(join(folder, 'hang.jpg'), SOURCE_JPEG, 'extracted');
    await this.#write(join(folder, 'throw.txt'), 'throw\n', 'no-metadata');
    await this.#write(join(folder, 'abort.jpg'), SOURCE_JPEG, 'failed extractor-crashed');
    for (let index = 0; index < 10; index++) {
      await this.#write(join(folder, `good ${index}.jpg`), buildJpeg(subjectOf(100 + index)), 'extracted');
      await this.#write(join(folder, `good ${index}.txt`), `text ${index}\n`, 'extracted');
    }
  }

  async #denied(owner: CliOptions['user']): Promise<void> {
    const folder = await this.#subfolder('denied');
    const deny = async (path: string) => {
      if (owner !== undefined) await chown(path, 0, 0);
      await chmod(path, 0o000);
      this.#expect(path, 'failed permission-denied');
    };
    await writeFile(join(folder, 'unreadable.jpg'), SOURCE_JPEG);
    await deny(join(folder, 'unreadable.jpg'));
    await mkdir(join(folder, 'unreadable folder'));
    await writeFile(join(folder, 'unreadable folder', 'unseen.jpg'), SOURCE_JPEG);
    await deny(join(folder, 'unreadable folder'));
  }

  async #beforeTheChange(): Promise<void> {
    const folder = await this.#subfolder('changing');
    const fates: Record<string, Expected> = {
      'vanishes.jpg': 'failed not-found',
      'grows.txt': 'extracted',
      'shrinks.jpg': 'no-metadata',
      'becomes-fifo.jpg': 'failed timed-out',
      'becomes-folder.jpg': 'skipped not-a-file',
      'becomes-dangling.jpg': 'failed not-found',
      'becomes-denied.jpg': 'failed permission-denied',
    };
    for (const [name, fate] of Object.entries(fates)) await this.#write(join(folder, name), SOURCE_JPEG, fate);
  }

  /** What happens to some files between the crawl and the extraction. */
  async change(owner: CliOptions['user']): Promise<void> {
    const file = (name: string) => join(this.folder, 'changing', name);
    await unlink(file('vanishes.jpg'));
    await appendFile(file('grows.txt'), noise(1, 1_000_000));
    await truncate(file('shrinks.jpg'), 0);
    await rm(file('becomes-fifo.jpg'));
    spawnSync('mkfifo', ['-m', '666', file('becomes-fifo.jpg')]);
    await rm(file('becomes-folder.jpg'));
    await mkdir(file('becomes-folder.jpg'));
    await rm(file('becomes-dangling.jpg'));
    await symlink('nowhere', file('becomes-dangling.jpg'));
    if (owner !== undefined) await chown(file('becomes-denied.jpg'), 0, 0);
    await chmod(file('becomes-denied.jpg'), 0o000);
  }

  async #subfolder(name: string): Promise<string> {
    const folder = join(this.folder, name);
    await mkdir(folder);
    return folder;
  }

  async #write(path: string | Buffer, content: string | Uint8Array, expected: Expected): Promise<void> {
    await writeFile(path, content);
    this.#expect(path, expected);
  }

  #expect(path: string | Buffer, expected: Expected): void {
    this.expected.set(keyOf(path), expected);
  }
}

export function keyOf(path: string | Buffer): PathKey {
  return Buffer.from(path).toString('latin1');
}

function joinBytes(folder: string | Buffer, name: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(folder), Buffer.from('/'), Buffer.from(name)]);
}

/** A movie as a camera writes it, with its `moov` behind 5 GB of data: the data is a hole. */
async function writeSparseMovie(path: string): Promise<void> {
  const movie = Buffer.from(buildMov(subjectOf(9)));
  const fileType = movie.subarray(0, movie.readUInt32BE(0));
  const moov = movie.subarray(fileType.length, fileType.length + movie.readUInt32BE(fileType.length));
  const dataHeader = Buffer.alloc(16);
  dataHeader.writeUInt32BE(1, 0); // the size follows as 64 bits
  dataHeader.write('mdat', 4, 'latin1');
  dataHeader.writeBigUInt64BE(BigInt(SPARSE_BYTES), 8);
  const file = await open(path, 'w');
  try {
    await file.write(Buffer.concat([fileType, dataHeader]));
    await file.write(moov, 0, moov.length, fileType.length + SPARSE_BYTES);
  } finally {
    await file.close();
  }
}

import type { FaultCode } from '../../../src-protocol/model/fault.ts';
import type { FormatFamily } from '../../../src-protocol/model/format.ts';
import { familyOf, fileKindOf, FileKind, formatOf } from '../../../src-protocol/model/format.ts';
import { joinPath } from '../../../src-protocol/model/path-join.ts';
import type { FoundFiles, OpenItem } from '../../coordinator/ports.ts';
import type { Answers } from '../answers.ts';

type Partition = Answers['data']['partition'];

interface Kind {
  files: number;
  bytes: number;
  predictedMs: number;
}

export interface PartitionWorker {
  readonly id: string;
  readonly slots: number;
}

/** Enough for a person to see what is wrong. */
const FAULTS_TOLD = 20;

/** Adds up how found files would split into leases. */
export class PartitionCount {
  readonly #predictMs: (file: OpenItem) => number;
  readonly #kinds = new Map<FormatFamily, Kind>();
  readonly #content = new Map<FileKind, { files: number; bytes: number }>();
  readonly #faults: { path: string; code: FaultCode }[] = [];
  #files = 0;
  #bytes = 0;
  #cached = 0;

  constructor(predictMs: (file: OpenItem) => number) {
    this.#predictMs = predictMs;
  }

  get files(): number {
    return this.#files;
  }

  add({ folder, names, sizes, faults }: FoundFiles, known: readonly boolean[]): void {
    for (const [at, name] of names.entries()) {
      const sizeBytes = sizes[at] ?? 0;
      this.#files += 1;
      this.#bytes += sizeBytes;
      this.#addContent(fileKindOf(formatOf(name)), sizeBytes);
      const fault = faults?.[at];
      if (known[at] === true) this.#cached += 1;
      else if (fault === undefined) this.#addToRead(name, sizeBytes);
      else if (!fault.skipped && this.#faults.length < FAULTS_TOLD)
        this.#faults.push({ path: joinPath(folder, name), code: fault.code });
    }
  }

  /** `leaseMs`: how long a lease is meant to take. Work is dealt out by slots, as all of one computer are equally fast. */
  view(workers: readonly PartitionWorker[], leaseMs: number, complete: boolean): Partition {
    const kinds = [...this.#kinds].map(([family, kind]) => ({ family, ...kind }));
    const sum = (of: (kind: Kind) => number) => kinds.reduce((total, kind) => total + of(kind), 0);
    const slots = workers.reduce((total, worker) => total + worker.slots, 0);
    const workMs = sum(({ predictedMs }) => predictedMs);
    return {
      files: this.#files,
      bytes: this.#bytes,
      complete,
      cached: this.#cached,
      predictedMs: slots === 0 ? workMs : workMs / slots,
      leases: sum(({ predictedMs }) => Math.ceil(predictedMs / leaseMs)),
      content: FileKind.options.flatMap((kind) => {
        const content = this.#content.get(kind);
        return content === undefined ? [] : [{ kind, ...content }];
      }),
      ...(this.#faults.length > 0 && { faults: [...this.#faults] }),
      kinds: kinds.sort((a, b) => b.predictedMs - a.predictedMs),
      workers: workers.map(({ id, slots: own }) => ({
        id,
        files: Math.round((sum(({ files }) => files) * own) / slots),
        bytes: (sum(({ bytes }) => bytes) * own) / slots,
        predictedMs: workMs / slots,
      })),
    };
  }

  #addContent(kind: FileKind, sizeBytes: number): void {
    const content = this.#content.get(kind) ?? { files: 0, bytes: 0 };
    content.files += 1;
    content.bytes += sizeBytes;
    this.#content.set(kind, content);
  }

  #addToRead(name: string, sizeBytes: number): void {
    const family = familyOf(formatOf(name));
    const kind = this.#kinds.get(family) ?? { files: 0, bytes: 0, predictedMs: 0 };
    kind.files += 1;
    kind.bytes += sizeBytes;
    kind.predictedMs += this.#predictMs({ name, sizeBytes });
    this.#kinds.set(family, kind);
  }
}

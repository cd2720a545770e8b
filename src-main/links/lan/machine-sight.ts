import type { FolderAccess } from '../../../src-protocol/contract/machines.ts';
import { displayPath } from '../../../src-protocol/model/path-codec.ts';
import { splitPath } from '../../../src-protocol/model/path-join.ts';
import type { PathMapping } from '../../../src-protocol/model/path-mapping.ts';
import { mapPath, mappingsFor } from '../../../src-protocol/model/path-mapping.ts';
import type { SampleFile } from './file-digest.ts';
import { sampleFileIn } from './file-digest.ts';
import type { KnownMapping } from './mapping-suggestions.ts';
import { suggestedMappings } from './mapping-suggestions.ts';
import { OnceAtATime } from './once-at-a-time.ts';
import type { AskProbe, Candidate, ProbeFailure, Sighting } from './probe-file.ts';
import { probeFile } from './probe-file.ts';

export interface SightPorts {
  /** Undefined where no answer comes. */
  readonly ask: AskProbe;
  readonly machine: () => { readonly name: string; readonly platform: string };
  readonly mappings: () => readonly PathMapping[];
  /** The source of a job that a folder lies under, or the folder. */
  readonly rootOf: (folder: string) => string;
  /** Whether files that it does not see are sent to it. */
  readonly sends: () => boolean;
  readonly nowMs: () => number;
  /** Of a clock that never goes back. */
  readonly steadyMs: () => number;
  /** Something was found out. */
  readonly onSighting: () => void;
}

interface Decision {
  readonly folder: string;
  readonly sighting: Sighting;
  readonly decidedAtMs: number;
  readonly isDueAtMs: number;
}

const DUE_AFTER_MS = 600_000;
/** Nothing was found out: it is tried again soon. */
const DUE_SOON_MS = 60_000;
const DECISIONS_MAX = 1_000;
const MEMO_MAX = 4_096;
const CANDIDATES_MAX = 32;
const VIEWS_MAX = 100;

/** Where a machine sees the files of this computer: found out for each source by the content of one of its files. */
export class MachineSight {
  readonly #ports: SightPorts;
  /** By folder: the sources, and folders within them that are seen otherwise. */
  readonly #decisions = new Map<string, Decision>();
  readonly #deciding = new OnceAtATime<void>();
  readonly #memo = new Map<string, Decision>();
  #mappings: readonly PathMapping[] | undefined;
  #mappingsText = '';

  constructor(ports: SightPorts) {
    this.#ports = ports;
  }

  /** How the files of a folder are seen; undefined where that is to be found out. */
  of(folder: string): Sighting | undefined {
    return this.#decisionOf(folder)?.sighting;
  }

  /** As `of`; what is not known, or was found out long ago, is found out beside the work, with any file of the folder. */
  glance(folder: string): Sighting | undefined {
    const decision = this.#decisionOf(folder);
    if (decision === undefined || decision.isDueAtMs <= this.#ports.steadyMs()) this.#find(folder);
    return decision?.sighting;
  }

  /** Finds out how the files of a folder are seen, with one of them; undefined where that cannot be found out with it. */
  async decide(folder: string, sample: SampleFile): Promise<Sighting | undefined> {
    await this.#decideFor(this.#ports.rootOf(folder), sample);
    return this.of(folder);
  }

  /** Finds out anew, beside the work, what was found out long ago. */
  refresh(folder: string, sample: SampleFile): void {
    const decision = this.#decisionOf(folder);
    if (decision !== undefined && decision.isDueAtMs <= this.#ports.steadyMs() && sample.sizeBytes > 0)
      void this.#decideFor(decision.folder, sample);
  }

  /** A file was not seen as it should have been: finds out how it stands with its folder. */
  async doubt(folder: string, sample: SampleFile): Promise<void> {
    if (sample.sizeBytes > 0) await this.#decideFor(folder, sample);
    else this.#note(folder, { way: 'unseen', message: 'It does not see a file there' }, DUE_AFTER_MS);
  }

  /** Tries one mapping, or the ways that there are; keeps nothing of it. */
  async test(folder: string, mapping: PathMapping | undefined): Promise<FolderAccess> {
    const sample = await sampleFileIn(folder);
    if (sample === undefined) return { folder: displayPath(folder), way: 'unknown', message: NO_FILE };
    const tried = mapping === undefined ? this.#candidates(sample.path) : candidatesOf(sample.path, [mapping]);
    if (tried.length === 0)
      return { folder: displayPath(folder), way: 'unknown', message: 'The mapping does not begin as the folder does' };
    const answer = await probeFile(sample, tried, this.#ports.ask);
    if (typeof answer === 'string') return { folder: displayPath(folder), way: 'unknown', message: FAILURES[answer] };
    return this.#viewOf({ folder, sighting: answer, decidedAtMs: this.#ports.nowMs(), isDueAtMs: 0 });
  }

  /** The latest first. */
  views(): FolderAccess[] {
    return [...this.#decisions.values()]
      .reverse()
      .slice(0, VIEWS_MAX)
      .map((decision) => this.#viewOf(decision));
  }

  #decisionOf(folder: string): Decision | undefined {
    this.#forgetWithOtherMappings();
    const known = this.#memo.get(folder);
    if (known !== undefined) return known;
    const decision = this.#nearest(folder, this.#ports.rootOf(folder));
    if (decision !== undefined) {
      if (this.#memo.size >= MEMO_MAX) this.#memo.clear();
      this.#memo.set(folder, decision);
    }
    return decision;
  }

  #nearest(folder: string, root: string): Decision | undefined {
    for (let at = folder; at.length > root.length;) {
      const decision = this.#decisions.get(at);
      if (decision !== undefined) return decision;
      const above = splitPath(at).folder;
      if (above === at) break;
      at = above;
    }
    return this.#decisions.get(root);
  }

  #forgetWithOtherMappings(): void {
    const mappings = this.#ports.mappings();
    if (mappings === this.#mappings) return;
    this.#mappings = mappings;
    const text = JSON.stringify(mappings);
    if (text === this.#mappingsText) return;
    this.#mappingsText = text;
    this.#decisions.clear();
    this.#memo.clear();
  }

  #decideFor(folder: string, sample: SampleFile): Promise<void> {
    return this.#deciding.do(folder, async () => {
      await this.#probe(folder, sample);
    });
  }

  #find(folder: string): void {
    const decided = this.#decisionOf(folder)?.folder ?? this.#ports.rootOf(folder);
    if (this.#deciding.has(decided)) return;
    void this.#deciding.do(decided, async () => {
      const sample = await sampleFileIn(folder);
      if (sample === undefined) this.#note(decided, { way: 'unseen', message: NO_FILE }, DUE_SOON_MS);
      else if ((await this.#probe(decided, sample)) === 'unreadable')
        this.#note(decided, { way: 'unseen', message: FAILURES.unreadable }, DUE_SOON_MS);
    });
  }

  /** With a file that cannot be read here nothing is decided. */
  async #probe(folder: string, sample: SampleFile): Promise<Sighting | ProbeFailure> {
    const answer = await probeFile(sample, this.#candidates(sample.path), this.#ports.ask);
    if (answer === 'no-answer') this.#note(folder, { way: 'unseen', message: FAILURES[answer] }, DUE_SOON_MS);
    else if (answer !== 'unreadable') this.#note(folder, answer, DUE_AFTER_MS);
    return answer;
  }

  #note(folder: string, sighting: Sighting, dueAfterMs: number): void {
    const { nowMs, steadyMs } = this.#ports;
    this.#memo.clear();
    this.#decisions.delete(folder); // so that it comes last, as the latest
    this.#decisions.set(folder, { folder, sighting, decidedAtMs: nowMs(), isDueAtMs: steadyMs() + dueAfterMs });
    const [oldest] = this.#decisions.keys();
    if (this.#decisions.size > DECISIONS_MAX && oldest !== undefined) this.#decisions.delete(oldest);
    this.#ports.onSighting();
  }

  #viewOf({ folder, sighting, decidedAtMs }: Decision): FolderAccess {
    const view = { folder: displayPath(folder), checkedAt: new Date(decidedAtMs).toISOString() };
    if (sighting.way === 'same-path') return { ...view, way: 'same-path' };
    if (sighting.way === 'unseen')
      return { ...view, way: this.#ports.sends() ? 'sent' : 'unknown', message: sighting.message };
    const path = mapPath(folder, sighting.mapping);
    return { ...view, way: 'mapped', ...(path === undefined ? {} : { path: displayPath(path) }) };
  }

  #candidates(path: string): Candidate[] {
    const known = [...this.#decisions.values()].flatMap(({ sighting }) =>
      sighting.way === 'mapped' ? [sighting.mapping] : [],
    );
    const mappings: KnownMapping[] = mappingsFor(this.#ports.mappings(), this.#ports.machine());
    const mapped = candidatesOf(path, [...mappings, ...suggestedMappings([...known, ...mappings])]);
    return [{ path, sighting: { way: 'same-path' } as const }, ...mapped].slice(0, CANDIDATES_MAX);
  }
}

const NO_FILE = 'There is no file in it that it could be tried with';
const FAILURES: Readonly<Record<ProbeFailure, string>> = {
  unreadable: 'A file of it that it was to be tried with cannot be read on this computer',
  'no-answer': 'It gave no answer',
};

function candidatesOf(path: string, mappings: readonly KnownMapping[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const { from, to } of mappings) {
    const mapped = mapPath(path, { from, to });
    if (mapped !== undefined && mapped !== path && !candidates.has(mapped))
      candidates.set(mapped, { path: mapped, sighting: { way: 'mapped', mapping: { from, to } } });
  }
  return [...candidates.values()];
}

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Role } from '../../../src-protocol/model/role.ts';
import { hashSecret, isSecret, newTokenId, newTokenSecret, parseToken, tokenText } from './token.ts';

const KeptToken = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: Role,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().optional(),
});
type KeptToken = z.infer<typeof KeptToken>;
const KeptTokens = z.strictObject({ version: z.literal(1), tokens: z.array(KeptToken) });

/** A token without what it is checked by. */
export type TokenView = Omit<KeptToken, 'hash'>;

/** The text of a token is there only when it is made. */
export interface NewToken {
  readonly token: TokenView;
  readonly secret: string;
}

export class TokenFault extends Error {
  override readonly name = 'TokenFault';
}

/** When a token was last used is known to this much, so that calls do not write the file all the time. */
const LAST_USED_STEP_MS = 60_000;
/** A comparison for ids that are not known, so that these take as long as those that are. */
const NO_HASH = hashSecret('');

/** Who may call: the tokens of a data folder, in `tokens.json`, of which only hashes are kept. */
export class TokenStore {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #revokedListeners = new Set<(id: string) => void>();
  #tokens: readonly KeptToken[] = [];
  /** Of the file when it was last read or written. */
  #fileState = '';

  /** Throws a TokenFault where the file cannot be understood: to begin with none would lock everybody out. */
  constructor(dataFolder: string, now: () => number = Date.now) {
    this.#folder = dataFolder;
    this.#now = now;
    this.refresh();
  }

  /** Takes over what another process, such as the command, has changed in the file. Is to be called now and then. */
  refresh(): void {
    const state = this.#stateOfFile();
    if (state === this.#fileState) return;
    const before = this.#tokens;
    this.#tokens = state === '' ? [] : readTokens(this.#file);
    this.#fileState = state;
    for (const { id, hash } of before)
      if (!this.#tokens.some((token) => token.id === id && token.hash === hash)) this.#tellRevoked(id);
  }

  create(name: string, role: Role): NewToken {
    this.refresh();
    const secret = newTokenSecret();
    const token = { id: newTokenId(), name, role, hash: hashSecret(secret), createdAt: this.#time() };
    this.#keep([...this.#tokens, token]);
    return { token: viewOf(token), secret: tokenText(token.id, secret) };
  }

  list(): readonly TokenView[] {
    this.refresh();
    return this.#tokens.map(viewOf);
  }

  /** Takes a token back; what is open with it is closed. Gives whether there was one. */
  revoke(id: string): boolean {
    this.refresh();
    const left = this.#tokens.filter((token) => token.id !== id);
    if (left.length === this.#tokens.length) return false;
    this.#keep(left);
    this.#tellRevoked(id);
    return true;
  }

  /** Gives a token a new secret; the old one is as good as revoked. Undefined where there is no such token. */
  rotate(id: string): NewToken | undefined {
    this.refresh();
    const old = this.#tokens.find((token) => token.id === id);
    if (old === undefined) return undefined;
    const secret = newTokenSecret();
    const token = { ...old, hash: hashSecret(secret) };
    this.#keep(this.#tokens.map((other) => (other === old ? token : other)));
    this.#tellRevoked(id);
    return { token: viewOf(token), secret: tokenText(id, secret) };
  }

  /** The token that a text is, or undefined. */
  verify(text: string): TokenView | undefined {
    const given = parseToken(text);
    if (given === undefined) return undefined;
    const isRead = this.#refreshed();
    const token = this.#tokens.find(({ id }) => id === given.id);
    if (!isSecret(given.secret, token?.hash ?? NO_HASH) || token === undefined) return undefined;
    if (isRead) this.#used(token);
    return viewOf(token);
  }

  onRevoked(listener: (id: string) => void): Disposable {
    this.#revokedListeners.add(listener);
    return { [Symbol.dispose]: () => this.#revokedListeners.delete(listener) };
  }

  get #file(): string {
    return join(this.#folder, 'tokens.json');
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }

  /**
   * Whether the file could be read. Where not, the tokens that were known stay valid and nothing is written over it, as
   * somebody may be in the middle of editing it; whoever refreshes now and then has it in the log.
   */
  #refreshed(): boolean {
    try {
      this.refresh();
      return true;
    } catch {
      return false;
    }
  }

  #used(token: KeptToken): void {
    const before = token.lastUsedAt === undefined ? 0 : Date.parse(token.lastUsedAt);
    if (this.#now() - before < LAST_USED_STEP_MS) return;
    const used = { ...token, lastUsedAt: this.#time() };
    const tokens = this.#tokens.map((other) => (other === token ? used : other));
    try {
      this.#keep(tokens);
    } catch {
      this.#tokens = tokens; // a full disk is no reason to turn a caller away
    }
  }

  #keep(tokens: readonly KeptToken[]): void {
    mkdirSync(this.#folder, { recursive: true });
    const part = `${this.#file}.part`;
    rmSync(part, { force: true }); // the mode is that of a new file only
    // Only this user may read them; on Windows the folder is the user's own already.
    writeFileSync(part, `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(part, this.#file); // a crash leaves the old tokens or the new ones
    this.#tokens = tokens;
    this.#fileState = this.#stateOfFile();
  }

  #stateOfFile(): string {
    const stats = statSync(this.#file, { throwIfNoEntry: false });
    return stats === undefined ? '' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
  }

  #tellRevoked(id: string): void {
    for (const listener of this.#revokedListeners) listener(id);
  }
}

function viewOf({ hash: _hash, ...token }: KeptToken): TokenView {
  return token;
}

function readTokens(file: string): readonly KeptToken[] {
  try {
    return KeptTokens.parse(JSON.parse(readFileSync(file, 'utf8'))).tokens;
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new TokenFault(
      `The tokens in ${file} cannot be read:\n${why}\nCorrect the file, or remove it and make new ones.`,
    );
  }
}

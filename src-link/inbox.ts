import { z } from 'zod';
import { Beat } from '../src-protocol/messages/link.ts';
import type { FrameSchemas } from './frame-schemas.ts';
import { hasTooManyValues } from './value-count.ts';
import type { Frames } from './link.ts';

/** What a peer must not send: the session ends with it. */
export class BadFrame extends Error {
  override readonly name = 'BadFrame';
}

export type ReceivedFrame<F extends Frames> =
  | { readonly kind: 'sequenced'; readonly frame: F['in'] }
  | { readonly kind: 'now'; readonly frame: F['inNow'] }
  | { readonly kind: 'beat'; readonly beat: Beat };

/** One text message holds some frames. They are looked at one by one, as each that is bad would have a fault of its own. */
const Message = z.array(z.unknown()).min(1);
/** A frame with its number, which is 0 for those outside of the sequence. */
const Numbered = z.tuple([z.int().nonnegative(), z.unknown()]);
const WHY_CHARACTERS_MAX = 300;

/** Reads what comes in, and sees that no sequenced frame is missing. */
export class Inbox<F extends Frames> {
  readonly #schemas: FrameSchemas<F>;
  #received = 0;

  constructor(schemas: FrameSchemas<F>) {
    this.#schemas = schemas;
  }

  /** The number of the latest sequenced frame. */
  get received(): number {
    return this.#received;
  }

  /** Frame after frame, each counted as received once it is given; throws BadFrame. */
  *read(text: string): Generator<ReceivedFrame<F>> {
    for (const entry of parsed(Message, json(text), 'message')) {
      const [number, value] = parsed(Numbered, entry, 'message');
      if (number === 0) {
        yield this.#unsequenced(value);
      } else {
        const frame = parsed(this.#schemas.in, value, 'frame');
        if (number !== this.#received + 1)
          throw new BadFrame(`frame ${number.toString()} follows frame ${this.#received.toString()}`);
        this.#received = number;
        yield { kind: 'sequenced', frame };
      }
    }
  }

  #unsequenced(value: unknown): ReceivedFrame<F> {
    const what = 'frame outside of the sequence';
    return BEATS.has(kindOf(value))
      ? { kind: 'beat', beat: parsed(Beat, value, what) }
      : { kind: 'now', frame: parsed(this.#schemas.inNow, value, what) };
  }
}

const BEATS: ReadonlySet<unknown> = new Set<Beat['kind']>(['beat', 'beat-back']);

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
}

function json(text: string): unknown {
  if (hasTooManyValues(text)) throw new BadFrame('it has too many values');
  try {
    return JSON.parse(text);
  } catch {
    throw new BadFrame('it is not JSON');
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const why = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.slice(0, WHY_CHARACTERS_MAX);
  throw new BadFrame(`the ${what} is not of its form: ${why}`);
}

import { FRAME_BYTES_MAX } from '../src-protocol/messages/link.ts';

/** Of all that wait; characters of their texts. */
const LIMITS = { frames: 100_000, characters: 256 * 1_024 * 1_024 };
/** Room for the brackets and the number. */
const FRAME_CHARACTERS_MAX = FRAME_BYTES_MAX - 1_024;
/** No character takes more in UTF-8 than this per unit of a string. */
const BYTES_PER_UNIT_MAX = 3;

/** Sequenced frames, as text and numbered from 1, that the other side has not yet said it has. */
export class Outbox {
  readonly #texts: string[] = [];
  #characters = 0;
  #acknowledged = 0;

  /** The number of the latest frame. */
  get last(): number {
    return this.#acknowledged + this.#texts.length;
  }

  get waiting(): number {
    return this.#texts.length;
  }

  /** Why there is no room for it, or undefined where it was taken. */
  add(text: string): string | undefined {
    if (text.length * BYTES_PER_UNIT_MAX > FRAME_CHARACTERS_MAX && Buffer.byteLength(text) > FRAME_CHARACTERS_MAX)
      return `A frame of ${text.length.toString()} characters is too large to be sent.`;
    if (this.#texts.length >= LIMITS.frames || this.#characters + text.length > LIMITS.characters)
      return `The other computer does not take what is sent to it: ${this.#texts.length.toString()} frames wait.`;
    this.#texts.push(text);
    this.#characters += text.length;
    return undefined;
  }

  text(number: number): string | undefined {
    return this.#texts[number - this.#acknowledged - 1];
  }

  /** Whether the other side can have all frames up to this one, and said nothing else before. */
  canBeReceived(number: number): boolean {
    return number >= this.#acknowledged && number <= this.last;
  }

  /** Forgets what the other side has; false where it claims to have what it cannot. */
  acknowledge(number: number): boolean {
    if (!this.canBeReceived(number)) return false;
    for (const text of this.#texts.splice(0, number - this.#acknowledged)) this.#characters -= text.length;
    this.#acknowledged = number;
    return true;
  }
}

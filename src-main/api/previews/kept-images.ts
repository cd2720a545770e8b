/** Pictures in memory, as many as fit; those that were asked for longest ago make room. */
export class KeptImages<Image extends { readonly size: number }> {
  readonly #maxBytes: number;
  /** The one asked for last comes last. */
  readonly #images = new Map<string, Image>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): Image | undefined {
    const image = this.#images.get(key);
    if (image === undefined) return undefined;
    this.#images.delete(key);
    this.#images.set(key, image);
    return image;
  }

  set(key: string, image: Image): void {
    this.#drop(key);
    this.#images.set(key, image);
    this.#bytes += image.size;
    for (const oldest of this.#images.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#images.get(key)?.size ?? 0;
    this.#images.delete(key);
  }
}

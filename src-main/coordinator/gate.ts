/** Where work waits while it is shut. */
export class Gate {
  #shut: { readonly passed: Promise<void>; readonly open: () => void } | undefined;

  shut(): void {
    if (this.#shut !== undefined) return;
    let open = (): void => undefined;
    const passed = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#shut = { passed, open };
  }

  open(): void {
    this.#shut?.open();
    this.#shut = undefined;
  }

  /** Undefined where nothing is to be waited for. */
  get passed(): Promise<void> | undefined {
    return this.#shut?.passed;
  }
}

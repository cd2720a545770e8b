/**
 * Runs inside the page. Gives what runs out of the window, every text that is cut off though nothing says that it may be,
 * and every two texts that lie over each other, as sentences.
 */
export function layoutProblems(): string[] {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  const problems: string[] = [];
  if (scrollWidth > clientWidth) problems.push(`the page is ${String(scrollWidth)} px wide`);
  if (scrollHeight > clientHeight) problems.push(`the page is ${String(scrollHeight)} px high`);

  const texts = [...document.body.querySelectorAll('*')].filter(
    (element) => hasText(element) && isSeen(element) && !isForReadersOnly(element) && !isForMeasuring(element),
  );
  for (const element of texts) if (isCut(element)) problems.push(`${quoted(element)} is cut off`);
  for (const [one, other] of overlaps(texts)) problems.push(`${quoted(one)} lies over ${quoted(other)}`);
  return problems;

  function quoted(element: Element): string {
    return `“${element.textContent.slice(0, 60)}”`;
  }

  function hasText(element: Element): boolean {
    return textNodes(element).length > 0;
  }

  function textNodes(element: Element): Node[] {
    return [...element.childNodes].filter(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent !== null && node.textContent.trim() !== '',
    );
  }

  function isSeen(element: Element): boolean {
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  /** `sr-only`: one pixel large, and not there for the eye. */
  function isForReadersOnly(element: Element): boolean {
    const { width, height } = element.getBoundingClientRect();
    return (width <= 1 && height <= 1) || element.closest('.sr-only') !== null;
  }

  /** Far outside of the page, where Recharts finds out how wide a text will be. */
  function isForMeasuring(element: Element): boolean {
    return element.id === 'recharts_measurement_span';
  }

  /**
   * Text that is wider or higher than its box, or than one around it that hides what runs out of it, where neither “…” nor
   * a scroll bar shows that there is more.
   */
  function isCut(element: Element): boolean {
    const text = bounds(linesOf(element));
    if (text === undefined) return false;
    let [acrossIsToldOf, downIsToldOf] = [false, false];
    for (let box: Element | null = element; box !== null; box = box.parentElement) {
      const { overflowX, overflowY, textOverflow, position, webkitLineClamp } = getComputedStyle(box);
      acrossIsToldOf ||= textOverflow === 'ellipsis' || scrolls(overflowX);
      downIsToldOf ||= webkitLineClamp !== 'none' || scrolls(overflowY) || fillsItsScroller(box);
      const { left, right, top, bottom } = box.getBoundingClientRect();
      if (!acrossIsToldOf && hides(overflowX) && (text.right > right + 1 || text.left < left - 1)) return true;
      // a font's own height is more than that of its letters, and may reach over a tight line by some pixels
      if (!downIsToldOf && hides(overflowY) && (text.bottom > bottom + 3 || text.top < top - 3)) return true;
      if (position === 'fixed') break;
    }
    return (!acrossIsToldOf && text.right > innerWidth + 1) || (!downIsToldOf && text.bottom > innerHeight + 3);
  }

  /** A layer that stays in place while what is in it scrolls: the scroll bar of the box around it tells of what it hides. */
  function fillsItsScroller(box: Element): boolean {
    if (getComputedStyle(box).position !== 'sticky') return false;
    let scroller = box.parentElement;
    while (scroller !== null && !scrolls(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement;
    if (scroller === null || scroller.scrollHeight <= scroller.clientHeight) return false;
    const bottom = scroller.getBoundingClientRect().top + scroller.clientTop + scroller.clientHeight;
    return Math.abs(box.getBoundingClientRect().bottom - bottom) <= 1;
  }

  /** Pairs of texts in the same layer, of which a part of the one is drawn where the other is. */
  function overlaps(elements: readonly Element[]): (readonly [Element, Element])[] {
    const drawn = elements.flatMap((element) =>
      visibleLinesOf(element).map((line) => ({ element, line, layer: layerOf(element) })),
    );
    return drawn.flatMap((one, index) =>
      drawn
        .slice(index + 1)
        .filter(
          (other) =>
            one.element !== other.element && one.layer === other.layer && area(one.line, other.line) !== undefined,
        )
        .map((other) => [one.element, other.element] as const),
    );
  }

  /** What lies above the page, a panel with the shadow of what floats too, hides what is under it, as it should. */
  function layerOf(element: Element): Element | null {
    return element.closest(
      '[role="dialog"], [role="alertdialog"], [data-radix-popper-content-wrapper], [role="status"], .shadow-float',
    );
  }

  /** The lines of a text as far as the boxes around them do not hide them. */
  function visibleLinesOf(element: Element): DOMRect[] {
    let lines = linesOf(element);
    for (let box: Element | null = element; box !== null; box = box.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(box);
      if (overflowX !== 'visible' || overflowY !== 'visible') {
        const around = box.getBoundingClientRect();
        lines = lines.flatMap((line) => area(line, around) ?? []);
      }
      if (position === 'fixed') break;
    }
    return lines;
  }

  function linesOf(element: Element): DOMRect[] {
    return textNodes(element).flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });
  }

  function bounds(lines: readonly DOMRect[]): DOMRect | undefined {
    const [first, ...others] = lines;
    if (first === undefined) return undefined;
    return others.reduce((all, line) => {
      const [left, top] = [Math.min(all.left, line.left), Math.min(all.top, line.top)];
      return new DOMRect(left, top, Math.max(all.right, line.right) - left, Math.max(all.bottom, line.bottom) - top);
    }, first);
  }

  /** What two rectangles share, if it is more than the rims of two lines of text that stand close. */
  function area(one: DOMRect, other: DOMRect): DOMRect | undefined {
    const [left, top] = [Math.max(one.left, other.left), Math.max(one.top, other.top)];
    const [width, height] = [Math.min(one.right, other.right) - left, Math.min(one.bottom, other.bottom) - top];
    return width > 3 && height > 5 ? new DOMRect(left, top, width, height) : undefined;
  }

  function scrolls(overflow: string): boolean {
    return overflow === 'auto' || overflow === 'scroll';
  }

  function hides(overflow: string): boolean {
    return overflow === 'hidden' || overflow === 'clip';
  }
}

/**
 * Runs inside the page. Gives what runs out of the window, and every text that is cut off though nothing says that it may
 * be, as sentences.
 */
export function layoutProblems(): string[] {
  const problems: string[] = [];
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth) problems.push(`the page is ${String(scrollWidth)} px wide`);
  if (scrollHeight > clientHeight) problems.push(`the page is ${String(scrollHeight)} px high`);
  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    if (hasText(element) && element.checkVisibility() && !isForReadersOnly(element) && isCut(element))
      problems.push(`“${element.textContent.slice(0, 60)}” is cut off`);
  }
  return problems;

  function hasText(element: HTMLElement): boolean {
    return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
  }

  /** `sr-only`: one pixel large, and not there for the eye. */
  function isForReadersOnly(element: HTMLElement): boolean {
    return element.clientWidth <= 1 || element.closest('.sr-only') !== null;
  }

  /** Text that is wider than its box, or than one around it that hides what runs out of it, without the sign “…”. */
  function isCut(element: HTMLElement): boolean {
    const range = document.createRange();
    range.selectNodeContents(element);
    const text = range.getBoundingClientRect();
    for (let box: HTMLElement | null = element; box !== null; box = box.parentElement) {
      const { overflowX, textOverflow, position } = getComputedStyle(box);
      if (textOverflow === 'ellipsis' || overflowX === 'auto' || overflowX === 'scroll') return false;
      const { left, right } = box.getBoundingClientRect();
      const hides = overflowX === 'hidden' || overflowX === 'clip';
      if (hides && (text.right > right + 1 || text.left < left - 1)) return true;
      if (position === 'fixed') return text.right > innerWidth + 1;
    }
    return text.right > innerWidth + 1;
  }
}

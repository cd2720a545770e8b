/**
 * Runs inside the page. Gives every text that has too little contrast with its background for WCAG's level AA (4.5 to 1),
 * and whether anything runs out of the window, as sentences.
 */
export function startPageProblems(): string[] {
  const problems: string[] = [];
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth) problems.push(`the page is ${String(scrollWidth)} px wide`);
  if (scrollHeight > clientHeight) problems.push(`the page is ${String(scrollHeight)} px high`);

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (element === null || text === '' || !element.checkVisibility()) continue;
    const ratio = contrast(luminance(getComputedStyle(element).color), luminance(backgroundOf(element)));
    if (ratio < 4.5) problems.push(`“${text}” has a contrast of ${ratio.toFixed(2)}`);
  }
  for (const box of document.querySelectorAll('pre')) {
    if (box.scrollWidth > box.clientWidth) problems.push(`“${box.textContent}” is cut off`);
  }
  return problems;

  function backgroundOf(element: Element): string {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  }

  function luminance(color: string): number {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one: number, other: number): number {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }
}

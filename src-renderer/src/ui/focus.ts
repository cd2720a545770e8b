const SURFACES = '[role="menu"], [role="dialog"]';

/** Of each menu and dialog, what had the focus before it went in there. */
const before = new WeakMap<Element, Element>();
let latest: Element | undefined;
let isKeyboardUsed = true;

/** Notes where the focus comes from and what moves it, for the functions below; once for the whole page. */
export function followFocus(): void {
  const noteInput = ({ type }: Event) => {
    isKeyboardUsed = type === 'keydown';
  };
  document.addEventListener('keydown', noteInput, { capture: true });
  document.addEventListener('pointerdown', noteInput, { capture: true });
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    const surface = target.closest(SURFACES);
    const from = surface && (openerOf(surface) ?? latest);
    if (from && !before.has(surface) && !surface.contains(from)) before.set(surface, from);
    latest = target;
  });
}

/** Whether the keyboard was used last. `:focus-visible` does not tell: it is also what a menu gives the focus back to after a click. */
export function isMovedByKeyboard(): boolean {
  return isKeyboardUsed;
}

/**
 * For a dialog that closes, as Radix itself only goes back to a trigger of its own: puts the focus where it was before. Where
 * that was a line of a menu or of the palette, which are gone by then, it goes to what these were opened from.
 */
export function focusBack(event: Event): void {
  event.preventDefault();
  const to = event.currentTarget instanceof Element ? openedFrom(event.currentTarget) : undefined;
  if (document.activeElement === document.body && to instanceof HTMLElement) to.focus();
}

function openedFrom(surface: Element): Element | undefined {
  const from = before.get(surface);
  if (from === undefined || from.isConnected) return from;
  const gone = from.closest(SURFACES);
  return gone === null ? undefined : openedFrom(gone);
}

/** What a menu belongs to: a button is not focused by the mouse, and a row with a menu of its own has a link that can be. */
function openerOf(surface: Element): Element | null {
  const labelledBy = surface.getAttribute('role') === 'menu' ? surface.getAttribute('aria-labelledby') : null;
  if (labelledBy !== null) return document.getElementById(labelledBy);
  const area = document.getElementById(surface.getAttribute('data-area') ?? '');
  if (area === null || area.contains(latest ?? null)) return null;
  return area.tabIndex === 0 ? area : area.querySelector('a, button');
}

const IS_MAC = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent);

const SIGNS: Readonly<Record<string, string>> = IS_MAC
  ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Up: '↑', Down: '↓', Left: '←', Right: '→' }
  : { Mod: 'Ctrl', Up: '↑', Down: '↓', Left: '←', Right: '→' };

/** `Mod+Shift+E` as the person's keyboard has it. */
export function keysInWords(keys: string): string {
  return keys
    .split('+')
    .map((key) => SIGNS[key] ?? key)
    .join(IS_MAC ? '' : ' ');
}

/** Whether an event is this combination. `Mod` is the command key on a Mac and the control key elsewhere. */
export function isShortcut(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const mod = IS_MAC ? event.metaKey : event.ctrlKey;
  const otherMod = IS_MAC ? event.ctrlKey : event.metaKey;
  // a sign such as “?” needs Shift on some keyboards and not on others, so only letters and named keys ask about it
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  return (
    isKey(event, key) &&
    mod === parts.includes('Mod') &&
    !otherMod &&
    event.altKey === parts.includes('Alt') &&
    (isSign || event.shiftKey === parts.includes('Shift'))
  );
}

/** Whether it is this key; on a keyboard without it, the key that is in its place: Greek has no K, and French no 1 without Shift. */
function isKey({ key: pressed, code }: KeyboardEvent, key: string): boolean {
  if (pressed.toLowerCase() === key.toLowerCase()) return true;
  if (/^\d$/.test(key)) return !/^\d$/.test(pressed) && code === `Digit${key}`;
  const isOfOtherAlphabet = /^[^\0-\x7f]$/.test(pressed);
  return /^[a-z]$/i.test(key) && isOfOtherAlphabet && code === `Key${key.toUpperCase()}`;
}

const WRITTEN_IN = 'input:not([type="radio"]), textarea, select';

/** Whether the person is writing, so that single keys are letters and no commands. */
export function isWriting({ target }: Event): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(WRITTEN_IN));
}

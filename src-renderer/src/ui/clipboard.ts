/**
 * Copies a text; false where the browser does not let it. By a copy event, as the asynchronous clipboard asks for a permission
 * that the desktop window never gives, and is missing on pages that came over plain HTTP.
 */
export function copyText(text: string): boolean {
  let isTaken = false;
  const take = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    isTaken = event.clipboardData !== null;
  };
  document.addEventListener('copy', take, { capture: true, once: true });
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is nothing else that works without a permission
    return document.execCommand('copy') && isTaken;
  } finally {
    document.removeEventListener('copy', take, { capture: true });
  }
}

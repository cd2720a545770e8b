import { copyText as putOnClipboard } from '../ui/clipboard.ts';
import { notify } from './toasts.ts';

/** Puts a text on the clipboard, and says so: `said` as a whole sentence, “The value is on the clipboard.” */
export function copyText(text: string, said: string): void {
  notify(putOnClipboard(text) ? said : 'The browser does not let this page copy. Select the text and copy it.');
}

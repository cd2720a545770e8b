import { classNames } from './class-names.ts';

/**
 * A path or file name on one line, shortened where it does not fit. `<bdi>` keeps names that are written from right to left,
 * or that hold characters which turn the direction, from changing what stands around them.
 */
export function PathText({ path, className }: { readonly path: string; readonly className?: string }) {
  return (
    <span title={path} className={classNames('block truncate font-mono text-sm select-text', className)}>
      <bdi>{visible(path)}</bdi>
    </span>
  );
}

/** Line breaks and the like in a text as signs: each would look as if the text ended there. */
export function visible(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f]/g, (char) =>
    char === '\u007f' ? '␡' : String.fromCharCode(0x2400 + char.charCodeAt(0)),
  );
}

import type { Ref, TextareaHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

type Props = TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> };

/** Several lines to write in. It needs a label: a Field around it, or an aria-label. */
export function TextArea({ className, ...rest }: Props) {
  return (
    <textarea
      autoComplete="off"
      spellCheck={false}
      className={classNames(
        'w-full resize-y rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-text aria-invalid:border-bad',
        className,
      )}
      {...rest}
    />
  );
}

import { CircleCheck, CircleX } from 'lucide-react';
import type { TestWords } from './mappings.ts';

/** What a test of a mapping has found; it is there for screen readers before it says something. */
export function TestResult({ found }: { readonly found: TestWords | undefined }) {
  return (
    <p aria-live="polite" className="text-sm">
      {found !== undefined && (
        <span className={`mt-1 flex items-start gap-1.5 ${found.isSeen ? 'text-ok' : 'text-warn'}`}>
          {found.isSeen ? (
            <CircleCheck size={14} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
          ) : (
            <CircleX size={14} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
          )}
          <span className="min-w-0 wrap-anywhere select-text">{found.text}</span>
        </span>
      )}
    </p>
  );
}

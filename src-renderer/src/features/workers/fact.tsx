import type { ReactNode } from 'react';

/** A line of what is known of a worker, in a list of two columns. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="truncate">{children}</dd>
    </>
  );
}

import type { ReactNode } from 'react';
export function DropArea({ children }: { readonly children: ReactNode }) {
  return <div className="h-full">{children}</div>;
}

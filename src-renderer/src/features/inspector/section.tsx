import type { ReactNode } from 'react';
import type { Fact } from './facts.ts';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function Section({ title, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-1.5">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

/** Facts with their names at the left; what goes with a value stands below or beside it. */
export function FactList({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(0,0.7fr)_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 text-[12.5px]">
      {children}
    </dl>
  );
}

export function FactLine({ title, children }: SectionProps) {
  return (
    <>
      <dt className="truncate text-sm text-muted">{title}</dt>
      <dd className="min-w-0 wrap-anywhere whitespace-pre-line select-text">{children}</dd>
    </>
  );
}

export function FactSection({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) {
  return (
    <Section title={title}>
      <FactList>
        {facts.map((fact) => (
          <FactLine key={`${fact.title} ${fact.text}`} title={fact.title}>
            <bdi>{fact.text}</bdi> <RawValue>{fact.raw}</RawValue>
          </FactLine>
        ))}
      </FactList>
    </Section>
  );
}

/** The value behind the words, or where it is from. */
export function RawValue({ children }: { readonly children: string | undefined }) {
  if (children === undefined) return null;
  return <bdi className="font-mono text-2xs wrap-anywhere text-faint">{children}</bdi>;
}

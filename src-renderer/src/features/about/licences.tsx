import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ShippedPackage } from '../../../../src-protocol/contract/system.ts';
import { counted } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';

/** What is shipped with this program and under which licences, each with its text. */
export function Licences() {
  const { data, isError, refetch } = useQuery({
    queryKey: ['licences'],
    queryFn: ({ signal }) => api().system.licences({}, { signal }),
    staleTime: Infinity,
  });
  const [search, setSearch] = useState('');
  const found = data?.packages.filter((shipped) => matches(shipped, search));
  return (
    <Card
      title="Licences"
      className="flex min-h-60 flex-1 flex-col"
      aside={
        <div className="flex items-center gap-3">
          {found !== undefined && <span className="text-sm text-muted">{counted(found.length, 'package')}</span>}
          <TextField
            type="search"
            aria-label="Search licences"
            placeholder="Search licences"
            className="w-52"
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
            }}
          />
        </div>
      }
    >
      {isError && (
        <p className="flex items-center gap-3 text-muted">
          The licences could not be read. <Button onClick={() => void refetch()}>Try again</Button>
        </p>
      )}
      {found?.length === 0 && <p className="text-muted">Nothing by this name.</p>}
      <ul className="-mx-2 min-h-0 flex-1 overflow-y-auto">
        {found?.map((shipped) => (
          <Line key={`${shipped.name} ${shipped.version}`} shipped={shipped} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ shipped: { name, version, licence, text } }: { readonly shipped: ShippedPackage }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
        className="flex h-7 w-full items-center gap-2 rounded-md px-2 text-left -outline-offset-2 hover:bg-bg"
      >
        <ChevronRight size={14} strokeWidth={1.75} aria-hidden className={isOpen ? 'rotate-90' : ''} />
        <span className="min-w-0 truncate">{name}</span>
        <span className="shrink-0 text-sm text-muted">{version}</span>
        <span className="ml-auto max-w-1/2 shrink-0 truncate text-sm text-muted" title={licence}>
          {licence}
        </span>
      </button>
      {isOpen && (
        <pre className="mx-2 my-1 rounded-md border border-line bg-bg p-3 font-mono text-xs leading-relaxed whitespace-pre-wrap wrap-anywhere select-text">
          {text.trim()}
        </pre>
      )}
    </li>
  );
}

function matches({ name, licence }: ShippedPackage, search: string): boolean {
  return `${name} ${licence}`.toLowerCase().includes(search.trim().toLowerCase());
}

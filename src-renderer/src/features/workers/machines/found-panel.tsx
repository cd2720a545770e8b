import { useQuery } from '@tanstack/react-query';
import { RefreshCw, Wifi } from 'lucide-react';
import type { FoundMachine } from '../../../../../src-protocol/contract/machines.ts';
import { counted } from '../../../../../src-protocol/model/words.ts';
import { reasonOf } from '../../../bridge/connection.ts';
import { api } from '../../../state/connection.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';

/** Workers that announce themselves on the network; only their code lets one of them in. */
export function FoundPanel({ onChoose }: { readonly onChoose: (name: string) => void }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['machines-found'],
    queryFn: ({ signal }) => api().machines.discover(undefined, { signal }),
    staleTime: 0,
    retry: false,
  });
  const found = data?.found ?? [];
  return (
    <div aria-busy={isFetching} className="flex grow flex-col gap-3">
      <div className="flex items-center justify-between gap-4">
        <p role="status" className="text-muted">
          {isFetching ? 'Looking around…' : `${counted(found.length, 'worker')} found`}
        </p>
        <Button icon={RefreshCw} disabled={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      </div>
      {error !== null && <p className="text-bad select-text">{reasonOf(error)}</p>}
      {data?.message !== undefined && <p className="text-warn select-text">{data.message}</p>}
      {found.length > 0 && (
        <ul className="rounded-md border border-line">
          {found.map((machine) => (
            <Found key={`${machine.host}:${machine.port}`} machine={machine} onChoose={onChoose} />
          ))}
        </ul>
      )}
      {found.length === 0 && !isFetching && error === null && (
        <EmptyState icon={Wifi} title="No worker announces itself here">
          Start “metaextract worker” on the other computer. Where it is in another network, use its code, or invite it.
        </EmptyState>
      )}
    </div>
  );
}

interface FoundProps {
  readonly machine: FoundMachine;
  readonly onChoose: (name: string) => void;
}

function Found({ machine: { name, host, port, program, isPaired }, onChoose }: FoundProps) {
  return (
    <li className="flex items-center gap-3 border-t border-line px-3 py-2 first:border-t-0">
      <span className="flex min-w-0 grow flex-col">
        <bdi className="truncate font-medium">{name}</bdi>
        <span className="truncate text-sm text-muted">
          {host}:{port}, MetaExtract {program}
        </span>
      </span>
      {isPaired ? (
        <Badge tone="accent">Paired already</Badge>
      ) : (
        <Button
          aria-label={`Pair with its code: ${name}`}
          onClick={() => {
            onChoose(name);
          }}
        >
          Pair with its code
        </Button>
      )}
    </li>
  );
}

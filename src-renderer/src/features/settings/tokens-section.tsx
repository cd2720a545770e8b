import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import type { Token as TokenSchema } from '../../../../src-protocol/contract/system.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { api } from '../../state/connection.ts';
import { queries } from '../../state/queries.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ago, day } from '../../ui/time.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { TOKENS_KEY } from './tokens-key.ts';

type Token = z.infer<typeof TokenSchema>;

/** Who may reach this program over the network, each by a token of their own. */
export function TokensSection() {
  const { data, error } = useQuery({
    queryKey: TOKENS_KEY,
    queryFn: ({ signal }) => api().system.tokens({}, { signal }),
  });
  const [isMaking, setMaking] = useState(false);
  const [toRevoke, setToRevoke] = useState<Token>();
  return (
    <Card
      title="Access tokens"
      aside={
        <Button
          onClick={() => {
            setMaking(true);
          }}
        >
          New token…
        </Button>
      }
    >
      <p className="mb-2 text-muted">
        For browsers, programs and workers on other computers, where “metaextract serve” opens this data to the network.
      </p>
      {error !== null && <p className="py-2 text-bad">The tokens cannot be shown: {reasonOf(error)}</p>}
      {data?.tokens.length === 0 && (
        <EmptyState icon={KeyRound} title="No tokens yet">
          Only programs on this computer can reach it now.
        </EmptyState>
      )}
      <ul>
        {data?.tokens.map((token) => (
          <Line
            key={token.id}
            token={token}
            onRevoke={() => {
              setToRevoke(token);
            }}
          />
        ))}
      </ul>
      <NewTokenDialog
        isOpen={isMaking}
        onClose={() => {
          setMaking(false);
        }}
      />
      <RevokeDialog
        token={toRevoke}
        onClose={() => {
          setToRevoke(undefined);
        }}
      />
    </Card>
  );
}

function Line({ token, onRevoke }: { readonly token: Token; readonly onRevoke: () => void }) {
  const { name, role, createdAt, lastUsedAt } = token;
  return (
    <li className="flex items-center gap-3 border-t border-line py-2">
      <span className="min-w-0 truncate font-medium">
        <bdi>{name}</bdi>
      </span>
      <Badge tone={role === 'admin' ? 'accent' : 'neutral'}>{ROLES[role]}</Badge>
      <span className="ml-auto shrink-0 text-sm text-muted">
        made {day(createdAt)}, {lastUsedAt === undefined ? 'never used' : `used ${ago(lastUsedAt)}`}
      </span>
      <Button variant="danger" aria-label={`Revoke ${name}`} onClick={onRevoke}>
        Revoke…
      </Button>
    </li>
  );
}

const ROLES = { admin: 'may do everything', viewer: 'may look' } as const;

function RevokeDialog({ token, onClose }: { readonly token: Token | undefined; readonly onClose: () => void }) {
  const revoke = useMutation({
    mutationFn: ({ id }: Token) => api().system.revokeToken({ id }),
    onSuccess: () => {
      notify('The token is revoked.');
      void queries.invalidateQueries({ queryKey: TOKENS_KEY });
    },
    onError: (error) => {
      notifyFault('The token could not be revoked', error);
    },
  });
  return (
    <ConfirmDialog
      open={token !== undefined}
      title="Revoke this token"
      description={`Whoever uses “${token?.name ?? ''}” is shut out at once, and needs a new one.`}
      act="Revoke"
      leave="Keep it"
      danger
      onAct={() => {
        if (token !== undefined) revoke.mutate(token);
      }}
      onClose={onClose}
    />
  );
}

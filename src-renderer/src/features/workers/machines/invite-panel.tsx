import { useMutation } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { reasonOf } from '../../../bridge/connection.ts';
import { api } from '../../../state/connection.ts';
import { useSystem } from '../../../state/system.ts';
import { Button } from '../../../ui/button.tsx';
import { Invitation } from './invitation.tsx';
import { type InvitationWish, InviteForm } from './invite-form.tsx';

/** A code with which computers come in by themselves, where this one cannot reach them. */
export function InvitePanel({ onDone }: { readonly onDone: () => void }) {
  const [before, setBefore] = useState<ReadonlySet<string>>(new Set());
  const invite = useMutation({
    mutationFn: (wish: InvitationWish) => {
      setBefore(new Set(useSystem.getState().machines.keys()));
      return api().machines.invite(wish);
    },
  });
  if (invite.data === undefined) {
    return (
      <InviteForm
        isBusy={invite.isPending}
        error={invite.isError ? reasonOf(invite.error) : undefined}
        onInvite={invite.mutate}
      />
    );
  }
  return (
    <div className="flex grow flex-col gap-4">
      <Invitation
        {...invite.data}
        uses={invite.variables.uses}
        onAgain={() => {
          invite.mutate(invite.variables);
        }}
      />
      <WhoIsIn before={before} onDone={onDone} />
    </div>
  );
}

interface WhoIsInProps {
  /** Ids of the computers that were there when the code was made. */
  readonly before: ReadonlySet<string>;
  readonly onDone: () => void;
}

function WhoIsIn({ before, onDone }: WhoIsInProps) {
  const names = useSystem(
    useShallow(({ machines }) =>
      [...machines.values()]
        .filter(({ id, dialled }) => dialled === 'from-there' && !before.has(id))
        .map(({ name }) => name),
    ),
  );
  return (
    <div className="mt-auto flex items-center justify-between gap-4">
      <p role="status" className="flex min-w-0 items-center gap-1.5">
        {names.length === 0 ? (
          <span className="text-muted">Waiting for it to come in</span>
        ) : (
          <>
            <CircleCheck size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ok" />
            <span className="min-w-0 truncate">
              <bdi className="font-medium">{names.join(', ')}</bdi> {names.length === 1 ? 'is' : 'are'} in
            </span>
          </>
        )}
      </p>
      <Button variant={names.length === 0 ? 'default' : 'primary'} onClick={onDone}>
        Done
      </Button>
    </div>
  );
}

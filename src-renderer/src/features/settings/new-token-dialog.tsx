import { useMutation } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { Role } from '../../../../src-protocol/model/role.ts';
import { reasonOf } from '../../bridge/connection.ts';
import { copyText } from '../../state/clipboard.ts';
import { api } from '../../state/connection.ts';
import { queries } from '../../state/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { RadioList } from '../../ui/radio-list.tsx';
import { TOKENS_KEY } from './tokens-key.ts';

interface NewTokenProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks who is to get in and what for, and then shows the secret, which nobody can see again. */
export function NewTokenDialog({ isOpen, onClose }: NewTokenProps) {
  return isOpen ? <OpenDialog onClose={onClose} /> : null;
}

function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const create = useMutation({
    mutationFn: (request: { readonly name: string; readonly role: Role }) => api().system.createToken(request),
    onSuccess: () => queries.invalidateQueries({ queryKey: TOKENS_KEY }),
  });
  if (create.data !== undefined) return <SecretDialog secret={create.data.secret} onClose={onClose} />;
  return (
    <AskDialog
      error={create.isError ? reasonOf(create.error) : undefined}
      isBusy={create.isPending}
      onAsk={(name, role) => {
        create.mutate({ name, role });
      }}
      onClose={onClose}
    />
  );
}

interface AskProps {
  readonly error: string | undefined;
  readonly isBusy: boolean;
  readonly onAsk: (name: string, role: Role) => void;
  readonly onClose: () => void;
}

const NAME_MAX_CHARS = 100;

function AskDialog({ error, isBusy, onAsk, onClose }: AskProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  return (
    <FormDialog
      title="New access token"
      act="Create"
      canAct={!isBusy && name.trim() !== ''}
      onAct={() => {
        onAsk(name.trim(), role);
      }}
      onClose={onClose}
    >
      <Field label="Name" hint="Who uses it, or where: “studio-mac”." error={error}>
        {(control) => (
          <TextField
            {...control}
            autoFocus
            maxLength={NAME_MAX_CHARS}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
        )}
      </Field>
      <RadioList
        label="May"
        value={role}
        options={[
          { value: 'viewer', text: 'Look at jobs, results and exports' },
          { value: 'admin', text: 'Do everything, with settings and tokens' },
        ]}
        onChange={setRole}
      />
    </FormDialog>
  );
}

function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  return (
    <Dialog
      open
      title="The token is made"
      description="Copy it now: it is not shown again, and nobody can look it up."
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex items-center gap-2">
        <TextField aria-label="Token" readOnly className="min-w-0 flex-1 font-mono" value={secret} />
        <Button
          icon={Copy}
          onClick={() => {
            copyText(secret, 'The token is on the clipboard.');
          }}
        >
          Copy
        </Button>
      </div>
    </Dialog>
  );
}

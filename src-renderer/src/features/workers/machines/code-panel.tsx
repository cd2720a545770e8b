import { useMutation } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { PairingCode } from '../../../../../src-protocol/model/pairing-code.ts';
import { readPairingCode } from '../../../../../src-protocol/model/pairing-code.ts';
import { reasonOf } from '../../../bridge/connection.ts';
import { api } from '../../../state/connection.ts';
import { putMachine } from '../../../state/system.ts';
import { notify } from '../../../state/toasts.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { CommandLine } from './command-line.tsx';

interface CodePanelProps {
  /** Name of the computer that was chosen before. */
  readonly of: string | undefined;
  readonly onPaired: () => void;
}

/** Takes the code that the other computer shows. What is wrong with it is said while it is written. */
export function CodePanel({ of, onPaired }: CodePanelProps) {
  const [text, setText] = useState('');
  const pair = useMutation({
    mutationFn: () => api().machines.pair({ code: text }),
    onSuccess: (machine) => {
      putMachine(machine);
      notify(`${machine.name} is paired. It gets files as soon as there is work.`);
      onPaired();
    },
  });
  const read = readPairingCode(text);
  const problem = pair.isError ? reasonOf(pair.error) : text.trim() === '' || read.ok ? undefined : read.reason;
  return (
    <form
      className="flex grow flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.ok && !pair.isPending) pair.mutate();
      }}
    >
      <div className="flex flex-col gap-1.5">
        <p>
          {of === undefined
            ? 'Run this on the other computer. It shows its code:'
            : `Run this on ${of}, where it does not show its code yet:`}
        </p>
        <CommandLine command="metaextract worker" />
      </div>
      <Field label={of === undefined ? 'Pairing code' : `Pairing code of ${of}`} error={problem}>
        {(control) => (
          <TextArea
            {...control}
            autoFocus
            rows={4}
            maxLength={4_096}
            placeholder="metaextract-pair:1?…"
            className="resize-none font-mono text-sm"
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              pair.reset();
            }}
          />
        )}
      </Field>
      <div className="mt-auto flex items-center justify-between gap-4">
        <p role="status" className="min-w-0 text-muted">
          {pair.isPending ? 'Reaching it…' : read.ok && !pair.isError ? <Read code={read.code} /> : ''}
        </p>
        <Button type="submit" variant="primary" disabled={!read.ok || pair.isPending}>
          Pair
        </Button>
      </div>
    </form>
  );
}

function Read({ code: { name, hosts, port } }: { readonly code: PairingCode }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <CircleCheck size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ok" />
      <span className="min-w-0 truncate">
        The code of <bdi className="font-medium text-text">{name}</bdi>, at {hosts[0]}:{port}
      </span>
    </span>
  );
}

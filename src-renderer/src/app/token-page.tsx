import { useState } from 'react';
import { giveToken, useConnection } from '../state/connection.ts';
import { Button } from '../ui/button.tsx';
import { Field, TextField } from '../ui/field.tsx';
import markUrl from '../ui/mark.svg';

/** Where a server that is reached over the network asks who it is. */
export function TokenPage() {
  const wasRefused = useConnection(({ token }) => token !== undefined);
  const [token, setToken] = useState('');
  return (
    <main className="flex h-full items-center justify-center p-6">
      <form
        className="flex w-100 max-w-full flex-col gap-4 rounded-lg border border-line bg-panel p-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== '') giveToken(token.trim());
        }}
      >
        <div className="flex items-center gap-2.5">
          <img src={markUrl} alt="" width="24" height="24" />
          <h1 className="text-lg font-[650]">MetaExtract</h1>
        </div>
        <Field
          label="Token"
          hint="This server asks for a token. On the server, “metaextract token create” makes one."
          error={
            wasRefused
              ? 'The server does not know this token. It may have been taken back; ask for another one.'
              : undefined
          }
        >
          {(control) => (
            <TextField
              {...control}
              type="password"
              autoFocus
              value={token}
              onChange={(event) => {
                setToken(event.target.value);
              }}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" className="self-end">
          Open
        </Button>
      </form>
    </main>
  );
}

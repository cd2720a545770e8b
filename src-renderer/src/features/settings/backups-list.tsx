import { useMutation, useQuery } from '@tanstack/react-query';
import { bytes } from '../../../../src-protocol/model/words.ts';
import { api } from '../../state/connection.ts';
import { queries } from '../../state/queries.ts';
import { notify, notifyFault } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ago, dateTime } from '../../ui/time.ts';

const KEY = ['backups'];

/** The copies of the database that there are. */
export function BackupsList() {
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api().system.backups({}, { signal }),
    staleTime: 0,
  });
  const backUp = useMutation({
    mutationFn: () => api().system.backUp(),
    onSuccess: (backup) => {
      notify(`The backup is made (${bytes(backup.bytes)}).`);
      void queries.invalidateQueries({ queryKey: KEY });
    },
    onError: (error) => {
      notifyFault('The backup could not be made', error);
    },
  });
  return (
    <Card
      title="Backups that there are"
      aside={
        <Button
          disabled={backUp.isPending}
          onClick={() => {
            backUp.mutate();
          }}
        >
          {backUp.isPending ? 'Backing up…' : 'Back up now'}
        </Button>
      }
    >
      {data?.backups.length === 0 && <p className="text-muted">There is none yet.</p>}
      <ul>
        {data?.backups.map(({ name, bytes: size, at }) => (
          <li key={name} className="flex items-baseline gap-4 border-t border-line py-2 first:border-t-0">
            <span className="shrink-0">{dateTime(at)}</span>
            <span className="shrink-0 text-sm text-muted">{ago(at)}</span>
            <span className="ml-auto min-w-0 truncate font-mono text-xs text-muted select-text" title={name}>
              {name}
            </span>
            <span className="w-16 shrink-0 text-right">{bytes(size)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-muted">
        “metaextract restore” puts one in the place of the database while the program does not run.
      </p>
    </Card>
  );
}

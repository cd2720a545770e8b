import { counted } from '../../../../../src-protocol/model/words.ts';
import { serverNowMs } from '../../../state/server-clock.ts';
import { Button } from '../../../ui/button.tsx';
import { QrCode } from '../../../ui/qr-code.tsx';
import { useSampled } from '../../../ui/use-sampled.ts';
import { CommandLine } from './command-line.tsx';
import { timeToLive } from './time-to-live.ts';

interface InvitationProps {
  readonly code: string;
  readonly expiresAt: string;
  /** So many may come in with it. */
  readonly uses: number;
  readonly onAgain: () => void;
}

/** A code that was made here, as a command and as a picture, until it is not good any more. */
export function Invitation({ code, expiresAt, uses, onAgain }: InvitationProps) {
  const nowMs = useSampled(serverNowMs, () => 1_000);
  const leftMs = Date.parse(expiresAt) - nowMs;
  if (leftMs <= 0) {
    return (
      <div className="flex items-center justify-between gap-4">
        <p className="text-warn">The code is not good any more.</p>
        <Button onClick={onAgain}>Make another</Button>
      </div>
    );
  }
  return (
    <div className="flex items-start gap-4">
      <QrCode text={code} label="The code as a QR code" className="size-40 shrink-0" />
      <div className="flex min-w-0 grow flex-col gap-2.5">
        <p>{uses === 1 ? 'Run this on the other computer:' : 'Run this on each of the other computers:'}</p>
        <CommandLine command={`metaextract worker --join "${code}"`} />
        <p className="text-sm text-muted">
          Good for {counted(uses, 'computer')}, for {timeToLive(leftMs)}. Whoever has it can come in with it: keep it to
          yourself.
        </p>
      </div>
    </div>
  );
}

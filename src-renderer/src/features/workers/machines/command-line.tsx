import { Copy } from 'lucide-react';
import { copyText } from '../../../state/clipboard.ts';
import { IconButton } from '../../../ui/button.tsx';

/** A command for the other computer, to be copied. */
export function CommandLine({ command }: { readonly command: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1 rounded-md border border-line bg-bg py-1 pr-1 pl-2.5 text-left">
      <code className="max-h-20 min-w-0 grow overflow-y-auto py-1 font-mono text-sm wrap-anywhere select-text">
        {command}
      </code>
      <IconButton
        icon={Copy}
        label={`Copy the command ${inShort(command)}`}
        onClick={() => {
          copyText(command, 'The command is on the clipboard.');
        }}
      />
    </span>
  );
}

const SHORT_CHARS = 32;

function inShort(command: string): string {
  return command.length > SHORT_CHARS ? `${command.slice(0, SHORT_CHARS)}…` : command;
}

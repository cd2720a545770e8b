import { useId, useState } from 'react';
import { counted } from '../../../../src-protocol/model/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { parsePathLines } from './path-lines.ts';
import { takePaths } from './take-files.ts';

const OTHERS_SHOWN = 3;

/** Paths as text, one a line. */
export function PastePathsDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const id = useId();
  const { paths, others } = parsePathLines(text);
  const add = () => {
    if (paths.length === 0) return;
    onClose();
    void takePaths(paths);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="medium"
      title="Paste paths"
      description="Whole paths of files and folders, or patterns such as /photos/**/*.cr3, one a line."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" disabled={paths.length === 0} onClick={add}>
            {paths.length === 0 ? 'Add' : `Add ${counted(paths.length, 'path')}`}
          </Button>
        </>
      }
    >
      <TextArea
        aria-label="Paths"
        aria-describedby={id}
        aria-invalid={others.length > 0}
        rows={10}
        autoFocus
        wrap="off"
        placeholder={'/photos/2024\n"C:\\Users\\me\\Pictures"'}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          add();
        }}
        className="font-mono text-sm"
      />
      <div id={id} aria-live="polite" className="mt-2 min-h-5 text-sm">
        {others.length > 0 && <NotPaths lines={others} />}
      </div>
    </Dialog>
  );
}

function NotPaths({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div className="flex flex-col gap-0.5 text-bad">
      <p>
        {lines.length === 1 ? 'This line is no whole path' : `${counted(lines.length, 'line')} are no whole paths`}; a
        whole path begins with / or with a drive such as C:\.
      </p>
      <ul>
        {lines.slice(0, OTHERS_SHOWN).map((line, at) => (
          <li key={at} className="truncate font-mono">
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
      {lines.length > OTHERS_SHOWN && <p>and {counted(lines.length - OTHERS_SHOWN, 'more', 'more')}</p>}
    </div>
  );
}

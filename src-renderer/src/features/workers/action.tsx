import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

interface ActionProps {
  readonly tip: string;
  readonly text: string;
  readonly quiet?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** Something that can be done with a worker, in a word, with a sentence for whoever rests on it. */
export function Action({ tip, text, quiet = false, disabled = false, onClick }: ActionProps) {
  return (
    <Tooltip text={tip}>
      <Button variant={quiet ? 'quiet' : 'default'} className="px-2.5" disabled={disabled} onClick={onClick}>
        {text}
      </Button>
    </Tooltip>
  );
}

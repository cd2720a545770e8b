import { ChevronDown } from 'lucide-react';
import { Button } from './button.tsx';
import { Menu } from './menu.tsx';

interface JobPickerProps {
  /** Of the job that is looked at. */
  readonly title: string;
  readonly jobs: readonly { readonly id: number; readonly text: string; readonly checked: boolean }[];
  readonly onChoose: (jobId: number) => void;
}

/** Which job is looked at, and a menu of the others. */
export function JobPicker({ title, jobs, onChoose }: JobPickerProps) {
  const items = jobs.map(({ id, text, checked }) => ({
    id: String(id),
    text,
    checked,
    onSelect: () => {
      onChoose(id);
    },
  }));
  return (
    <Menu items={items}>
      <Button aria-label={`Job: ${title}`} className="max-w-60 min-w-0 shrink px-2.5">
        <bdi className="truncate">{title}</bdi>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-muted" />
      </Button>
    </Menu>
  );
}

import type { LucideIcon } from 'lucide-react';

/** Something that can be done from anywhere: by its key, in the palette, and from the window's menu. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly shortcut?: string;
  readonly run: () => void;
}

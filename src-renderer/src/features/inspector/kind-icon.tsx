import {
  AudioLines,
  Binary,
  Box,
  Clapperboard,
  Database,
  FileArchive,
  FileQuestion,
  FileText,
  Image,
  type LucideIcon,
  Type,
} from 'lucide-react';
import type { MediaKind } from '../../../../src-protocol/model/core-fields.ts';

const ICONS: Readonly<Record<MediaKind, LucideIcon>> = {
  image: Image,
  video: Clapperboard,
  audio: AudioLines,
  document: FileText,
  archive: FileArchive,
  font: Type,
  model: Box,
  program: Binary,
  data: Database,
};

/** Stands where a file has no picture to show. */
export function KindIcon({ kind, size }: { readonly kind: MediaKind | undefined; readonly size: number }) {
  const Icon = kind === undefined ? FileQuestion : ICONS[kind];
  return <Icon size={size} strokeWidth={1.25} className="text-faint" aria-hidden />;
}

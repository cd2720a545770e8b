import type { ExportFormat } from './exports.ts';

/** Four bytes each at most: with the rest no more than the 255 bytes that file systems allow. */
const TITLE_MAX_CHARS = 60;

/** `Alps 2024 2026-11-22.csv`: of what is exported and the day. */
export function exportFileName(title: string, format: ExportFormat, now = new Date()): string {
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => part.toString().padStart(2, '0'));
  return `${plainName(title, 'MetaExtract')} ${date.join('-')}.${format}`;
}

/** The title as the beginning of a file's name that every system takes; `otherwise` where nothing is left of it. */
export function plainName(title: string, otherwise: string): string {
  const plain = title
    // what Windows does not take, and signs that turn the direction of what follows
    .replaceAll(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069<>:"/\\|?*\s]+/gu, ' ')
    .replace(/^[. ]+/, '');
  // Windows drops a dot at the end as well
  const short = Array.from(plain)
    .slice(0, TITLE_MAX_CHARS)
    .join('')
    .replace(/[. ]+$/, '');
  return short === '' ? otherwise : short;
}

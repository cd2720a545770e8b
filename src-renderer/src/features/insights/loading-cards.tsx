import { counted } from '../../../../src-protocol/model/words.ts';
import { useAfter } from './use-after.ts';

const NOTHING_UNTIL_MS = 200;
const EXPLAINED_AFTER_MS = 1_500;
const CARDS = 8;

/** Where the cards will be, and, where it takes long, why. */
export function LoadingCards({ files }: { readonly files: number }) {
  const isSlow = useAfter(NOTHING_UNTIL_MS);
  const isVerySlow = useAfter(EXPLAINED_AFTER_MS);
  if (!isSlow) return null;
  return (
    <>
      <p role="status" className="col-span-full text-muted">
        {isVerySlow ? `Reading ${counted(files, 'result')} once. After that, every answer is quick.` : '\u00a0'}
      </p>
      <div aria-hidden className="col-span-2 h-51 animate-pulse rounded-lg border border-line bg-panel" />
      {Array.from({ length: CARDS }, (_, at) => (
        <div key={at} aria-hidden className="h-51 animate-pulse rounded-lg border border-line bg-panel" />
      ))}
    </>
  );
}

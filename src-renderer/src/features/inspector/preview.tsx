import { useState } from 'react';
import type { MediaKind } from '../../../../src-protocol/model/core-fields.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { FileImage } from '../../ui/file-image.tsx';
import { KindIcon } from './kind-icon.tsx';
import { usePreview } from './use-preview.ts';

interface PreviewProps {
  readonly jobId: number;
  readonly itemId: number;
  readonly name: string;
  readonly kind: MediaKind | undefined;
}

const FRAME =
  'flex h-42 w-full shrink-0 items-center justify-center overflow-hidden rounded-lg border border-line bg-bg';

/** The picture of a file, large by a click. Whatever comes of it, the place that it takes is the same. */
export function Preview({ jobId, itemId, name, kind }: PreviewProps) {
  const preview = usePreview(jobId, itemId, 'large');
  const [broken, setBroken] = useState<File>();
  const [isLarge, setLarge] = useState(false);

  if (preview === undefined) {
    return <div className={`${FRAME} animate-pulse`} role="img" aria-label="The preview is loading" aria-busy />;
  }
  if (preview === null || preview === broken) {
    return (
      <div className={FRAME} role="img" aria-label="No preview">
        <KindIcon kind={kind} size={40} />
      </div>
    );
  }
  return (
    <>
      <button
        type="button"
        className={`${FRAME} cursor-zoom-in`}
        aria-label={`Show the preview of ${name} large`}
        onClick={() => {
          setLarge(true);
        }}
      >
        <FileImage
          file={preview}
          alt=""
          className="size-full object-contain"
          onError={() => {
            setBroken(preview);
          }}
        />
      </button>
      <Dialog
        title={name}
        size="full"
        open={isLarge}
        onClose={() => {
          setLarge(false);
        }}
      >
        <FileImage file={preview} alt={`Preview of ${name}`} className="min-h-0 flex-1 object-scale-down" />
      </Dialog>
    </>
  );
}

/** A small picture above a column or beside a name, or the sign of its kind. */
export function Thumbnail({ jobId, itemId, kind }: Omit<PreviewProps, 'name'>) {
  const preview = usePreview(jobId, itemId, 'thumbnail');
  const [broken, setBroken] = useState<File>();
  if (preview === undefined) return null;
  if (preview === null || preview === broken) return <KindIcon kind={kind} size={20} />;
  return (
    <FileImage
      file={preview}
      alt=""
      className="size-full object-contain"
      onError={() => {
        setBroken(preview);
      }}
    />
  );
}

import { type ImgHTMLAttributes, useCallback } from 'react';

interface FileImageProps extends Omit<ImgHTMLAttributes<HTMLImageElement>, 'src'> {
  readonly file: File;
}

/** A picture whose bytes are here. Its address lives as long as it is shown: the bytes would stay in memory with it. */
export function FileImage({ file, ...rest }: FileImageProps) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(file);
      image.src = url;
      return () => {
        URL.revokeObjectURL(url);
      };
    },
    [file],
  );
  return <img ref={show} draggable={false} {...rest} />;
}

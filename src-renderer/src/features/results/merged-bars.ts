interface Bar {
  readonly from: string;
  readonly to: string;
  readonly files: number;
}

/** Neighbouring buckets put together until there are at most so many. */
export function mergedBars(
  buckets: readonly {
    readonly from: string | number | boolean;
    readonly to: string | number | boolean;
    readonly files: number;
  }[],
  max: number,
): readonly Bar[] {
  const size = Math.max(1, Math.ceil(buckets.length / max));
  return Array.from({ length: Math.ceil(buckets.length / size) }, (_, at) => {
    const part = buckets.slice(at * size, (at + 1) * size);
    return {
      from: String(part[0]?.from ?? ''),
      to: String(part.at(-1)?.to ?? ''),
      files: part.reduce((sum, { files }) => sum + files, 0),
    };
  });
}

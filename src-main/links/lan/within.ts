/** Keeps a promise, or breaks it after so long: a share that does not answer must not hold up a job. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        Object.assign(new Error(`no answer within ${Math.round(ms / 1_000).toString()} s`), { code: 'ETIMEDOUT' }),
      );
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

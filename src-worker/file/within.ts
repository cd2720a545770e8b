/** Keeps a promise, or breaks it (ETIMEDOUT) after so long: a share that does not answer must not hold up everything. */
export async function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = Math.round(limitMs / 1_000).toString();
      reject(Object.assign(new Error(`no answer within ${seconds} s`), { code: 'ETIMEDOUT' }));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

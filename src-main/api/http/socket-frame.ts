import { z } from 'zod';

/** Chosen by the client, for the answers to refer to. */
const CallId = z.union([z.string().max(100), z.number()]);
const Header = z.union([z.string(), z.array(z.string())]);

/** A call as oRPC's client sends it, without the forms that no procedure of ours takes: files and streams to the server. */
const CallFrame = z.object({
  i: CallId,
  t: z.literal(1).optional(),
  p: z.object({
    u: z.string().startsWith('/').max(1_000),
    h: z
      .record(z.string(), Header)
      .refine((headers) => Object.keys(headers).every((name) => !/^content-/i.test(name)))
      .optional(),
    m: z.string().max(10).optional(),
    b: z.unknown(),
  }),
});
/** The client is not interested in the answer any more. */
const AbortFrame = z.object({ i: CallId, t: z.literal(4) });

/** What a message over a WebSocket is; undefined for one that no client of ours sends. */
export function frameKind(text: string): 'call' | 'abort' | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    if (CallFrame.safeParse(frame).success) return 'call';
    return AbortFrame.safeParse(frame).success ? 'abort' : undefined;
  } catch {
    return undefined;
  }
}

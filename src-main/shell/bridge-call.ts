import { z } from 'zod';

const PositiveInt = z.int().min(1);
const ExportId = z.string().min(1).max(100);

/** What the preload script asks of the main process for the page. */
export const BridgeCall = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choose-sources'), what: z.enum(['files', 'folders']) }),
  z.strictObject({ kind: z.literal('save-export'), exportId: ExportId, suggestedName: z.string().max(255) }),
  z.strictObject({ kind: z.literal('reveal-export'), exportId: ExportId }),
  z.strictObject({ kind: z.literal('open-result'), jobId: PositiveInt, itemId: PositiveInt }),
  z.strictObject({ kind: z.literal('reveal-result'), jobId: PositiveInt, itemId: PositiveInt }),
  z.strictObject({
    kind: z.literal('open-place'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
  z.strictObject({ kind: z.literal('open-logs') }),
  z.strictObject({ kind: z.literal('chosen-theme') }),
  z.strictObject({ kind: z.literal('set-theme'), theme: z.enum(['system', 'light', 'dark']) }),
]);
export type BridgeCall = z.infer<typeof BridgeCall>;

/** A rejection of its own would reach the page with words of Electron's around the message. */
export type BridgeAnswer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Refused, or failed, with a sentence for the person. */
export class BridgeFault extends Error {
  override readonly name = 'BridgeFault';
}

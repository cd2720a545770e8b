import { z } from 'zod';

/** What a computer must know of another to reach it, know it again, and be let in once. */
export const PairingCode = z.strictObject({
  /** Names or addresses to try, in this order. */
  hosts: z
    .array(z.string().regex(/^[\w.:-]{1,253}$/))
    .min(1)
    .max(8),
  port: z.int().min(1).max(65_535),
  /** SHA-256 of the certificate in DER, base64url. */
  fingerprint: z.string().regex(/^[\w-]{43}$/),
  /** Good for one pairing, base64url. */
  secret: z.string().regex(/^[\w-]{22}$/),
  /** What the computer calls itself. */
  name: z.string().min(1).max(100),
});
export type PairingCode = z.infer<typeof PairingCode>;

export type ReadPairingCode =
  | { readonly ok: true; readonly code: PairingCode }
  /** `reason` is a sentence for whoever has typed or pasted it. */
  | { readonly ok: false; readonly reason: string };

const SCHEME = 'metaextract-pair:';
const FORM = '1';

/** As one line to copy: `metaextract-pair:1?h=…&p=…&f=…&s=…&n=…`. It is a link as well. */
export function pairingCodeText({ hosts, port, fingerprint, secret, name }: PairingCode): string {
  const fields = new URLSearchParams({ h: hosts.join(','), p: port.toString(), f: fingerprint, s: secret, n: name });
  return `${SCHEME}${FORM}?${fields.toString()}`;
}

/** Reads a code as it was copied: white space and line breaks in it, which terminals and mails add, do not matter. */
export function readPairingCode(text: string): ReadPairingCode {
  const compact = text.replaceAll(/\s/g, '');
  if (compact === '') return wrong('There is no pairing code yet. The other computer shows it.');
  if (!compact.startsWith(SCHEME))
    return wrong(
      `This is no pairing code: one begins with “${SCHEME}”. Copy the whole line that the other computer shows.`,
    );
  const [form, query = ''] = compact.slice(SCHEME.length).split('?', 2);
  if (form !== FORM)
    return wrong('The pairing code is of another version of MetaExtract. Install the same version on both computers.');
  const fields = new URLSearchParams(query);
  const parsed = PairingCode.safeParse({
    hosts: (fields.get('h') ?? '').split(','),
    port: Number(fields.get('p')),
    fingerprint: fields.get('f'),
    secret: fields.get('s'),
    name: fields.get('n'),
  });
  if (parsed.success) return { ok: true, code: parsed.data };
  return wrong(
    'The pairing code is not complete: a part of it was lost when it was copied. Copy the whole line again.',
  );
}

function wrong(reason: string): ReadPairingCode {
  return { ok: false, reason };
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { writePrivateFile } from './private-file.ts';
import { sha256 } from './secret.ts';

/** Who this computer is to those that it is paired with. */
export interface Identity {
  readonly keyPem: string;
  readonly certPem: string;
  /** SHA-256 of the certificate's DER, base64url. */
  readonly fingerprint: string;
}

/** What is kept of an identity cannot be used; the message names the file and says what to do. */
export class IdentityFault extends Error {
  override readonly name = 'IdentityFault';
}

const KEY_FILE = 'link-key.pem';
const CERTIFICATE_FILE = 'link-cert.pem';
/** Peers know the certificate itself, so that its name says nothing about this computer, and its dates matter to nobody. */
const COMMON_NAME = 'metaextract';
const VALID_YEARS = 50;

/** The key and the certificate in a folder; made there the first time. Throws an IdentityFault. */
export async function openIdentity(folder: string): Promise<Identity> {
  const files = [join(folder, KEY_FILE), join(folder, CERTIFICATE_FILE)] as const;
  if (!files.some((file) => existsSync(file))) await makeIdentity(...files);
  return readIdentity(...files);
}

async function makeIdentity(keyFile: string, certificateFile: string): Promise<void> {
  const notBeforeDate = new Date();
  const notAfterDate = new Date(notBeforeDate);
  notAfterDate.setFullYear(notAfterDate.getFullYear() + VALID_YEARS);
  const made = await generate([{ name: 'commonName', value: COMMON_NAME }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
  });
  writePrivateFile(keyFile, made.private);
  writePrivateFile(certificateFile, made.cert);
}

function readIdentity(keyFile: string, certificateFile: string): Identity {
  const keyPem = read(keyFile);
  const certPem = read(certificateFile);
  const key = understood(keyFile, () => createPrivateKey(keyPem));
  const certificate = understood(certificateFile, () => new X509Certificate(certPem));
  if (!certificate.checkPrivateKey(key))
    throw new IdentityFault(`${certificateFile} does not belong to ${keyFile}. ${REMEDY}`);
  return { keyPem, certPem, fingerprint: sha256(certificate.raw) };
}

const REMEDY =
  'Restore both files from a backup, or remove both: new ones are made at the next start, and this computer must be paired again.';

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new IdentityFault(
      code === 'ENOENT' ? `${file} is missing. ${REMEDY}` : `${file} cannot be read (${code ?? 'unknown'}).`,
      { cause: error },
    );
  }
}

function understood<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new IdentityFault(`${file} is damaged. ${REMEDY}`, { cause: error });
  }
}

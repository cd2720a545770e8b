import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { IdentityFault, openIdentity } from '../../src-link/identity.ts';
import type { Peer } from '../../src-link/link.ts';
import { PeersFault, PeersFile } from '../../src-link/peers-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

function peerNamed(name: string, fingerprint = name.padEnd(43, '-')): Peer {
  return { id: `id-${name}`, name, role: 'worker', fingerprint, pairedAtMs: 1 };
}

test('an identity is made once, for this user alone, and stays', async () => {
  const made = await openIdentity(join(folder, 'new'));
  expect(made.fingerprint).toMatch(/^[\w-]{43}$/);
  expect(readdirSync(join(folder, 'new')).sort()).toEqual(['link-cert.pem', 'link-key.pem']);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'new', 'link-key.pem')).mode & 0o777).toBe(0o600);
  expect(await openIdentity(join(folder, 'new'))).toEqual(made);
  expect((await openIdentity(join(folder, 'other'))).fingerprint).not.toBe(made.fingerprint);
  const certificate = new X509Certificate(made.certPem);
  expect(certificate.subject).toBe('CN=metaextract');
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(Date.parse(certificate.validTo) - Date.now()).toBeGreaterThan(49 * 365 * 24 * 3_600_000);
});

test.each(['link-key.pem', 'link-cert.pem'])('a damaged or missing %s is named, with what to do', async (name) => {
  await openIdentity(folder);
  const file = join(folder, name);
  const text = readFileSync(file, 'utf8');
  for (const damaged of ['', text.slice(0, 80)]) {
    writeFileSync(file, damaged);
    await expect(openIdentity(folder)).rejects.toThrow(
      `${file} is damaged. Restore both files from a backup, or remove`,
    );
  }
  rmSync(file);
  await expect(openIdentity(folder)).rejects.toThrow(`${file} is missing.`);
  expect(existsSync(file)).toBe(false);
});

test('a certificate of another key is not used', async () => {
  await openIdentity(folder);
  const other = await openIdentity(join(folder, 'other'));
  writeFileSync(join(folder, 'link-cert.pem'), other.certPem);
  await expect(openIdentity(folder)).rejects.toThrow(IdentityFault);
  await expect(openIdentity(folder)).rejects.toThrow('does not belong to');
});

test('peers are kept over a restart, for this user alone', () => {
  const file = join(folder, 'peers.json');
  const peers = new PeersFile(file);
  const dial = { hosts: ['attic.local', '10.0.0.7'], port: 7_461, token: 'secret' };
  peers.add({ ...peerNamed('attic'), dial });
  peers.add(peerNamed('barn'));
  peers.add({ ...peerNamed('attic'), dial, pairedAtMs: 2 });
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = new PeersFile(file);
  expect(again.list()).toEqual([peerNamed('barn'), { ...peerNamed('attic'), dial, pairedAtMs: 2 }]);
  expect(again.get('id-barn')?.name).toBe('barn');
  expect(again.get('id-shed')).toBeUndefined();
});

test('a peer that is removed is remembered as such until it is paired again', () => {
  const file = join(folder, 'peers.json');
  const peers = new PeersFile(file);
  const attic = peerNamed('attic');
  peers.add(attic);
  expect(peers.wasRemoved(attic.fingerprint)).toBe(false);
  expect(peers.remove(attic.id)).toBe(true);
  expect(peers.remove(attic.id)).toBe(false);
  expect(new PeersFile(file).wasRemoved(attic.fingerprint)).toBe(true);
  peers.add(attic);
  expect(new PeersFile(file).wasRemoved(attic.fingerprint)).toBe(false);
});

test('of those that were removed the latest thousand are remembered', () => {
  const file = join(folder, 'peers.json');
  const removed = Array.from({ length: 1_000 }, (_, at) => at.toString().padStart(43, '0'));
  writeFileSync(file, JSON.stringify({ version: 1, peers: [peerNamed('attic')], removed }));
  const peers = new PeersFile(file);
  peers.remove('id-attic');
  expect(peers.wasRemoved(removed[0] ?? '')).toBe(false);
  expect(peers.wasRemoved(removed[1] ?? '')).toBe(true);
  expect(peers.wasRemoved(peerNamed('attic').fingerprint)).toBe(true);
});

test('whoever wants to know hears of changes, until they do not want to any more', () => {
  const peers = new PeersFile(join(folder, 'peers.json'));
  const seen: number[] = [];
  const listening = peers.onChange(() => seen.push(peers.list().length));
  peers.add(peerNamed('attic'));
  peers.remove('id-attic');
  peers.remove('id-attic');
  listening[Symbol.dispose]();
  peers.add(peerNamed('barn'));
  expect(seen).toEqual([1, 0]);
});

test.each(['', '{"version":1', '{"version":1,"peers":[{"id":"a"}],"removed":[]}'])(
  'peers that cannot be understood (%j) are not written over',
  (text) => {
    const file = join(folder, 'peers.json');
    writeFileSync(file, text);
    expect(() => new PeersFile(file)).toThrow(PeersFault);
    expect(() => new PeersFile(file)).toThrow(file);
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

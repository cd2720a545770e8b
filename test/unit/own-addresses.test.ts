import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { ownAddresses } from '../../src-main/config/own-addresses.ts';

function address(text: string, internal = false): NetworkInterfaceInfo {
  const common = { address: text, netmask: '', mac: '', internal, cidr: null };
  return text.includes(':') ? { ...common, family: 'IPv6', scopeid: 0 } : { ...common, family: 'IPv4' };
}

const INTERFACES = {
  lo: [address('127.0.0.1', true), address('::1', true)],
  eth0: [address('fe80::1'), address('2001:db8::7'), address('192.168.1.5'), address('169.254.3.4')],
  wlan0: [address('10.0.0.9'), address('192.168.1.5')],
};

test('what listens everywhere is reached at the addresses that mean something to others, IPv4 first', () => {
  for (const host of ['0.0.0.0', '::'])
    expect(ownAddresses(host, INTERFACES)).toEqual(['192.168.1.5', '10.0.0.9', '2001:db8::7']);
});

test('what listens at one address is reached there, and without a network by this computer alone', () => {
  expect(ownAddresses('10.0.0.9', INTERFACES)).toEqual(['10.0.0.9']);
  expect(ownAddresses('0.0.0.0', { lo: INTERFACES.lo, gone: undefined })).toEqual(['127.0.0.1']);
});

test('a pairing code has room for eight', () => {
  const many = Array.from({ length: 20 }, (_, at) => address(`10.0.0.${(at + 1).toString()}`));
  expect(ownAddresses('0.0.0.0', { many })).toHaveLength(8);
});

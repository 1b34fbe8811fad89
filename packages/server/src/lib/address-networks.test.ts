import { expect, test } from 'bun:test'
import { addressText, networkAround, networksHolding, readNetwork } from './address-networks'

test('an address is counted to its /24 of IPv4, or /56 of IPv6', () => {
  expect(networkAround('203.0.113.7')).toBe('203.0.113.0/24')
  expect(networkAround('::ffff:203.0.113.7')).toBe('203.0.113.0/24')
  expect(networkAround('2001:db8:1:2ff:3::4')).toBe('2001:db8:1:200::/56')
  expect(networkAround('::1')).toBe('::/56')
  expect(networkAround('64:ff9b::203.0.113.7')).toBe('64:ff9b::/56')
  expect(networkAround('unknown')).toBe('unknown')
})

test('an address has one form', () => {
  expect(addressText('2001:DB8:0:0:0:0:0:1')).toBe('2001:db8::/64')
  expect(addressText('fe80::1%eth0')).toBe('fe80::/64')
  expect(addressText('::ffff:10.1.2.3')).toBe('10.1.2.3')
})

test('a network has one form, and a minimum of fixed bits', () => {
  expect(readNetwork('203.0.113.77/24')).toBe('203.0.113.0/24')
  expect(readNetwork('203.0.113.77')).toBe('203.0.113.77')
  expect(readNetwork('203.0.113.77/32')).toBe('203.0.113.77')
  expect(readNetwork('2001:db8:1:2ff::9/56')).toBe('2001:db8:1:200::/56')
  expect(readNetwork('10.2.3.4/16')).toBe('10.2.0.0/16')
  for (const wrong of ['10.0.0.0/15', '10.0.0.0/33', '2001:db8::/31', '1.2.3', 'kites', '10.0.0.0/', ''])
    expect([wrong, readNetwork(wrong)]).toEqual([wrong, undefined])
})

test('every network that holds an address is found by it, and no other', () => {
  const v4 = networksHolding('203.0.113.7')
  expect(v4).toHaveLength(17)
  for (const network of ['203.0.0.0/16', '203.0.113.0/24', '203.0.113.7']) expect(v4).toContain(network)
  expect(v4).not.toContain('203.0.112.0/24')
  const v6 = networksHolding('2001:db8:1:2ff::9')
  expect(v6).toHaveLength(33)
  for (const network of ['2001:db8::/32', '2001:db8:1:200::/56', '2001:db8:1:2ff::/64']) expect(v6).toContain(network)
  expect(networksHolding('unknown')).toEqual([])
})

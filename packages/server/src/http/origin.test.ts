import { expect, test } from 'bun:test'
import { credentials } from './cookies'
import { deviceFrom } from './device'
import { isLocal, Origins } from './origin'

const request = (headers: Record<string, string> = {}, url = 'http://chat.local:8080/api/accounts.me') =>
  new Request(url, { headers })
const direct = new Origins({ publicUrl: undefined, trustProxy: 0 })
const behind = (trustProxy: number) => new Origins({ publicUrl: undefined, trustProxy })

test('without a trusted proxy forwarded headers mean nothing', () => {
  const forged = request({ 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil' })
  expect(direct.address(forged, '10.0.0.1')).toBe('10.0.0.1')
  expect(direct.origin(forged)).toBe('http://chat.local:8080')
})

test('with n proxies the address is what the outermost of them saw, whatever the client forged', () => {
  const forwarded = request({ 'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.2' })
  expect(behind(1).address(forwarded, '10.0.0.1')).toBe('10.0.0.2')
  expect(behind(2).address(forwarded, '10.0.0.1')).toBe('1.2.3.4')
  expect(behind(9).address(forwarded, '10.0.0.1')).toBe('6.6.6.6')
  expect(behind(1).address(request(), '10.0.0.1')).toBe('10.0.0.1')
  expect(behind(1).address(request({ 'x-forwarded-for': 'not an address' }), '10.0.0.1')).toBe('10.0.0.1')
})

test('an entry with a port, or without an address, does not let a forged one take its place', () => {
  const from = (text: string) => behind(1).address(request({ 'x-forwarded-for': text }), '10.0.0.1')
  expect(from('6.6.6.6, 1.2.3.4:5678')).toBe('1.2.3.4')
  expect(from('6.6.6.6, [2001:db8:1:2::3]:5678')).toBe('2001:db8:1:2::/64')
  expect(from('6.6.6.6, unknown')).toBe('10.0.0.1')
})

test('an IPv6 address counts as its network', () => {
  expect(direct.address(request(), '2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(direct.address(request(), '2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(direct.address(request(), '::ffff:10.0.0.1')).toBe('10.0.0.1')
  expect(direct.address(request(), '::1')).toBe('::1')
})

test('links are made for the public address, else for the one that was asked', () => {
  expect(new Origins({ publicUrl: 'https://chat.example', trustProxy: 0 }).origin(request())).toBe(
    'https://chat.example',
  )
  const proxied = request({ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'chat.example' })
  expect(behind(1).origin(proxied)).toBe('https://chat.example')
  expect(behind(1).origin(request({ 'x-forwarded-host': 'a b' }))).toBe('http://chat.local:8080')
})

test('only the own origin may use a cookie', () => {
  expect(direct.isOwn(request({ origin: 'http://chat.local:8080' }))).toBe(true)
  expect(direct.isOwn(request({ origin: 'http://chat.local' }))).toBe(false)
  expect(direct.isOwn(request({ origin: 'https://chat.local:8080' }))).toBe(false)
  expect(direct.isOwn(request())).toBe(true)
})

test('local is the machine itself, not a proxy on it', () => {
  expect(isLocal(request(), '127.0.0.1')).toBe(true)
  expect(isLocal(request(), '::ffff:127.0.0.1')).toBe(true)
  expect(isLocal(request(), '10.0.0.1')).toBe(false)
  for (const header of ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'])
    expect([header, isLocal(request({ [header]: '1.2.3.4' }), '127.0.0.1')]).toEqual([header, false])
})

test('a bearer token goes before a cookie, and a wrong header is no token', () => {
  expect(credentials(request({ authorization: 'bearer abc', cookie: 'parley_session=def' }))).toEqual({
    token: 'abc',
    from: 'bearer',
  })
  expect(credentials(request({ cookie: 'a=b;parley_session=def; c=d' }))).toEqual({ token: 'def', from: 'cookie' })
  expect(credentials(request({ cookie: 'xparley_session=def' }))).toBeUndefined()
  expect(credentials(request({ cookie: 'parley_session=' }))).toBeUndefined()
  expect(credentials(request({ authorization: 'Basic abc' }))).toBeUndefined()
})

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Version/18.0 Safari/604.1', 'Safari on iPhone'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit Chrome/140.0 Mobile Safari/537.36', 'Chrome on Android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['curl/8.5.0', 'curl'],
  ['', 'Unknown device'],
  ['<script>', 'Unknown device'],
])('%p is %p', (agent, device) => {
  expect(deviceFrom(agent)).toBe(device)
})

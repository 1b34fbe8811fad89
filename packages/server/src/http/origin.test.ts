import { expect, test } from 'bun:test'
import { noProxies, readProxies } from '../lib/networks'
import { credentials } from './cookies'
import { deviceFrom } from './device'
import { isLocal, Origins } from './origin'

const request = (headers: Record<string, string> = {}, url = 'http://chat.local:8080/api/accounts.me') =>
  new Request(url, { headers })
const direct = new Origins({ publicUrl: undefined, trustProxy: noProxies })
const trusting = (setting: string) =>
  new Origins({ publicUrl: undefined, trustProxy: readProxies(setting) ?? noProxies, machine: 'box.example.net' })
const forwardedFor = (text: string) => request({ 'x-forwarded-for': text })

test('without a trusted proxy forwarded headers have no effect', () => {
  const forged = request({ 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil' })
  expect(direct.address(forged, '10.0.0.1')).toBe('10.0.0.1')
  expect(direct.origin(forged, '10.0.0.1')).toBe('http://chat.local:8080')
  expect(direct.believed(forged, '10.0.0.1')).toBe(0)
})

test("a client that reaches the port past the proxy can't forge an address", () => {
  const forged = request({ 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil' })
  for (const [setting, peer, seen] of [
    ['1', '203.0.113.9', '203.0.113.9'],
    ['2', '2001:db8::9', '2001:db8:0:0::/64'],
    ['10.0.0.5', '10.0.0.6', '10.0.0.6'],
    ['loopback', '192.168.1.7', '192.168.1.7'],
    ['private', '127.0.0.1', '127.0.0.1'],
  ] as const) {
    expect([setting, peer, trusting(setting).address(forged, peer)]).toEqual([setting, peer, seen])
    expect(trusting(setting).origin(forged, peer)).toBe('http://chat.local:8080')
  }
})

test('with n proxies the address is that seen by the outermost one, whatever the client forged', () => {
  const forwarded = forwardedFor('6.6.6.6, 1.2.3.4, 10.0.0.2')
  expect(trusting('1').address(forwarded, '10.0.0.1')).toBe('10.0.0.2')
  expect(trusting('2').address(forwarded, '10.0.0.1')).toBe('1.2.3.4')
  expect(trusting('9').address(forwarded, '10.0.0.1')).toBe('1.2.3.4')
  expect(trusting('2').believed(forwarded, '10.0.0.1')).toBe(2)
  expect(trusting('1').address(request(), '10.0.0.1')).toBe('10.0.0.1')
  expect(trusting('1').address(forwardedFor('not an address'), '10.0.0.1')).toBe('10.0.0.1')
})

test('with a list of networks, addresses are followed from the right while they are in the list', () => {
  const listed = trusting('10.0.0.0/8, 203.0.113.7, 2001:db8:5::/48')
  expect(listed.address(forwardedFor('6.6.6.6, 1.2.3.4, 203.0.113.7, 10.9.9.9'), '2001:db8:5::1')).toBe('1.2.3.4')
  expect(listed.address(forwardedFor('10.0.0.3, 10.0.0.2'), '::ffff:10.0.0.1')).toBe('10.0.0.3')
  expect(listed.address(forwardedFor('6.6.6.6'), '203.0.113.8')).toBe('203.0.113.8')
})

test("an entry with a port, or without an address, doesn't let a forged one take its place", () => {
  const from = (text: string) => trusting('1').address(forwardedFor(text), '10.0.0.1')
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

test('links use the public address, or else that of the request', () => {
  const open = new Origins({ publicUrl: 'https://chat.example', trustProxy: noProxies })
  expect(open.origin(request(), '10.0.0.1')).toBe('https://chat.example')
  const proxied = request({ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'chat.example' })
  expect(trusting('1').origin(proxied, '10.0.0.1')).toBe('https://chat.example')
  expect(trusting('1').origin(request({ 'x-forwarded-host': 'a b' }), '10.0.0.1')).toBe('http://chat.local:8080')
})

test('only the own origin may use a cookie', () => {
  const refused = (headers: Record<string, string>) => direct.refusal(request(headers), '10.0.0.1')
  const foreign = 'Calls from pages of other origins are refused.'
  expect(refused({ origin: 'http://chat.local:8080' })).toBeUndefined()
  expect(refused({ origin: 'http://chat.local' })).toBe(foreign)
  expect(refused({ origin: 'https://chat.local:8080' })).toBe(foreign)
  expect(refused({})).toBeUndefined()
})

test.each([
  'http://192.168.1.20:8080',
  'http://[fd00::20]:8080',
  'http://localhost:8080',
  'http://app.localhost',
  'http://server:8080',
  'http://SERVER.local',
  'http://server.lan',
  'http://chat.home.arpa',
  'http://chat.internal.',
  'http://box.example.net:8080',
  'https://evil.example',
])('%p can only be this server: its pages use cookies', (origin) => {
  const asked = request({ origin: new URL(origin).origin }, `${origin}/api/accounts.me`)
  expect(trusting('off').refusal(asked, '10.0.0.1')).toBeUndefined()
  expect(trusting('off').hostRefusal(asked, '10.0.0.1')).toBeUndefined()
})

test.each([
  'http://evil.example',
  'http://evil.example:8080',
  'http://evil.local.example',
  'http://10.0.0.1.evil.example',
])('%p may be anybody’s name for this server: no page, and no cookie, without PARLEY_PUBLIC_URL', (origin) => {
  const asked = request({ origin }, `${origin}/api/accounts.me`)
  const sentence = `This server does not know the name ${origin.slice(7)}. If people open it under that name, set PARLEY_PUBLIC_URL`
  expect(trusting('off').refusal(asked, '127.0.0.1')).toStartWith(sentence)
  expect(trusting('off').hostRefusal(asked, '127.0.0.1')).toStartWith(sentence)
  const known = new Origins({ publicUrl: origin, trustProxy: noProxies })
  expect([known.refusal(asked, '127.0.0.1'), known.hostRefusal(asked, '127.0.0.1')]).toEqual([undefined, undefined])
  // Programs send no origin, and no cookie that a page could abuse.
  expect(trusting('off').refusal(request({}, `${origin}/api/accounts.me`), '127.0.0.1')).toBeUndefined()
})

test("a trusted proxy's host counts, and its https proves that host", () => {
  const headers = { 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'https' }
  const asked = request({ ...headers, origin: 'https://chat.example' }, 'http://10.0.0.9:8080/')
  expect(trusting('1').refusal(asked, '10.0.0.1')).toBeUndefined()
  const plain = request({ ...headers, 'x-forwarded-proto': 'http', origin: 'http://chat.example' })
  expect(trusting('1').refusal(plain, '10.0.0.1')).toContain('does not know the name chat.example.')
})

test('local means the machine itself, not a proxy on it', () => {
  expect(isLocal(request(), '127.0.0.1')).toBe(true)
  expect(isLocal(request(), '::ffff:127.0.0.1')).toBe(true)
  expect(isLocal(request(), '10.0.0.1')).toBe(false)
  for (const header of ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'])
    expect([header, isLocal(request({ [header]: '1.2.3.4' }), '127.0.0.1')]).toEqual([header, false])
})

test('a bearer token wins over a cookie, and an invalid header is no token', () => {
  expect(credentials(request({ authorization: 'bearer abc', cookie: 'parley_session=def' }))).toEqual({
    token: 'abc',
    from: 'bearer',
  })
  expect(credentials(request({ cookie: 'a=b;parley_session=def; c=d' }))).toEqual({ token: 'def', from: 'cookie' })
  const both = 'parley_session=old; __Host-parley_session=new'
  expect(credentials(request({ cookie: both }))).toEqual({ token: 'new', from: 'cookie' })
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

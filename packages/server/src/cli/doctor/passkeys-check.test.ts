import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { parseConfig } from '../../config/config'
import { addPasskey, TestAuthenticator } from '../../testing/authenticator'
import { HttpApp } from '../../testing/http-app'
import { diagnose } from './doctor'
import { passkeyFindings } from './passkeys-check'

test('passkeys of another host than that of the public URL are a warning with their number', () => {
  const hosts = [
    { rpId: 'chat.example', count: 1 },
    { rpId: 'old.example', count: 1_000 },
  ]
  expect(passkeyFindings([], 'https://chat.example')).toEqual([])
  expect(passkeyFindings(hosts.slice(0, 1), 'https://chat.example:8443')).toEqual([
    { level: 'good', text: '1 passkey for chat.example, the host of PARLEY_PUBLIC_URL.' },
  ])
  expect(passkeyFindings(hosts, 'https://chat.example').map(({ level }) => level)).toEqual(['good', 'warning'])
  expect(passkeyFindings(hosts.slice(1), 'https://chat.example')).toEqual([
    {
      level: 'warning',
      text: "Some passkeys don't work at https://chat.example: 1000 passkeys or more for old.example.",
      remedy: expect.stringContaining('Set PARLEY_PUBLIC_URL back to that host'),
    },
  ])
  expect(passkeyFindings(hosts, 'http://192.168.1.20:8080').map(({ level }) => level)).toEqual(['warning'])
  expect(passkeyFindings(hosts.slice(0, 1), undefined).map(({ level }) => level)).toEqual(['good'])
  expect(passkeyFindings(hosts, undefined).map(({ level }) => level)).toEqual(['warning'])
})

test('the doctor reads the passkeys of an installation before and after its public URL changes', async () => {
  const before = 'https://chat.example'
  await using app = await HttpApp.start({ PARLEY_PUBLIC_URL: before })
  const { token } = await app.register('alice')
  const device = new TestAuthenticator()
  const own = { authorization: `Bearer ${token}` }
  const call = async (method: string, params: object) => (await app.call(method, params, own)).body as never
  await addPasskey({ origin: before }, { call }, { password: 'tidal fox lamp 9', device })
  const linesWith = async (publicUrl: string) => {
    const env = { PARLEY_DATA_DIR: join(app.directory, 'data'), PARLEY_PORT: '0', PARLEY_TCP_PORT: 'off' }
    const { text } = await diagnose(() => parseConfig({ env: { ...env, PARLEY_PUBLIC_URL: publicUrl } }))
    return text.split('\n').filter((line) => line.slice(2).startsWith('passkeys'))
  }
  expect(await linesWith(before)).toEqual([expect.stringMatching(/^✓ passkeys +1 passkey for chat\.example, the host/)])
  expect(await linesWith('https://new.example')).toEqual([
    expect.stringMatching(
      /^! passkeys +Some passkeys don't work at https:\/\/new\.example: 1 passkey for chat\.example\./,
    ),
  ])
})

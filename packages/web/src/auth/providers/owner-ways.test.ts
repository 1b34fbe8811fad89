import { expect, test } from 'bun:test'
import type { Identity, OwnIdentities, Passkey, PasskeyId } from '@parley/protocol'
import { waysOf } from './owner-ways'

const provider = (name: string) => ({ name, title: name.toUpperCase(), returnsTo: '' })
const identity = (id: number, name: string): Identity => ({
  ...{ id, provider: name, title: name, linkedAt: 0, usedAt: 0 },
})
const own = (hasPassword: boolean, ...linked: string[]): OwnIdentities => ({
  hasPassword,
  identities: linked.map((name, at) => identity(at + 1, name)),
  providers: [provider('work'), provider('home')],
})
const passkey = (rpId: string): Passkey => ({
  ...{ id: 'p' as PasskeyId, name: 'Key', rpId, synced: false, createdAt: 0 },
})
const none = { passkeys: [], rpId: 'chat.example' }
const policy = { registration: 'open' } as const

test('a person with a password confirms with it, or with a passkey that works here', () => {
  const known = { own: own(true, 'work'), policy, canUsePasskeys: true }
  const ways = { password: true, passkey: false, providers: [], canSetPassword: false }
  expect(waysOf({ ...known, passkeys: none })).toEqual(ways)
  const here = { passkeys: [passkey('chat.example')], rpId: 'chat.example' }
  expect(waysOf({ ...known, passkeys: here })).toEqual({ ...ways, passkey: true })
  expect(waysOf({ ...known, passkeys: here, canUsePasskeys: false })).toEqual(ways)
  expect(waysOf({ ...known, passkeys: { passkeys: [passkey('old.example')], rpId: 'chat.example' } })).toEqual(ways)
})

test('a person without a password confirms with each linked provider that is configured, once', () => {
  const known = { own: own(false, 'home', 'former', 'work', 'home'), passkeys: none, canUsePasskeys: true }
  expect(waysOf({ ...known, policy })).toEqual({
    password: false,
    passkey: false,
    providers: [
      { name: 'work', title: 'WORK' },
      { name: 'home', title: 'HOME' },
    ],
    canSetPassword: true,
  })
  expect(waysOf({ ...known, policy: { ...policy, passwordsOff: true } }).canSetPassword).toBe(false)
})

test('a person of another site confirms there, and gets no password', () => {
  const ways = waysOf({
    own: { ...own(false), providers: [] },
    passkeys: none,
    policy: { registration: 'external', signInUrl: 'https://shop.example/in' },
    canUsePasskeys: true,
  })
  expect(ways).toEqual({
    ...{ password: false, passkey: false, providers: [], canSetPassword: false },
    elsewhere: 'https://shop.example/in',
  })
})

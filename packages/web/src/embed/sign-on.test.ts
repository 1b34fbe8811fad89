import { beforeEach, expect, test } from 'bun:test'
import type { UserId } from '@parley/protocol'
import { ParleyError } from '@parley/sdk/error'
import type { Call } from '@parley/sdk/http'
import type { SignOnToken } from './host-message'
import { SignOn, signOnStore } from './sign-on'

const refusal = (code: 'account_disabled' | 'unauthenticated') =>
  new ParleyError({ message: 'No.', data: { code, retry: false } })
const [anna, ben] = ['anna', 'ben'] as UserId[]

/** A page that gives these tokens in turn, and a server where `exchanged` is the response to a signed token. */
const scene = (given: readonly Promise<SignOnToken>[], exchanged = Promise.resolve('of jwt')) => {
  const tokens = [...given]
  const calls: string[] = []
  const asked: string[] = []
  let isOther = false
  const caller = (token?: string) =>
    (async (method: string) => {
      calls.push(`${method} ${token ?? '-'}`)
      if (method === 'accounts.exchange') return { session: { token: await exchanged } }
      if (token === 'of a disabled account') throw refusal('account_disabled')
      if (token === 'expired') throw refusal('unauthenticated')
      return { user: { id: token === 'of ben' ? ben : anna } }
    }) as unknown as Call
  const signOn = new SignOn({
    host: {
      token: (reason) => {
        asked.push(reason)
        return tokens.shift() ?? new Promise(() => undefined)
      },
    },
    caller,
    pause: () => Promise.resolve(),
    startAgain: () => {
      isOther = true
    },
  })
  return { signOn, asked, calls, startsAgain: () => isOther }
}

const given = (token: string) => Promise.resolve({ token })
const signedOn = () => signOnStore.getState().signedOn

beforeEach(() => signOnStore.setState({}, true))

test('the page around signs its user on', async () => {
  const { signOn, calls } = scene([given('first')])
  await signOn.run()
  expect(signedOn()?.userId).toBe(anna)
  expect(await signedOn()?.tokens(undefined)).toBe('first')
  expect(calls).toEqual(['accounts.me first'])
})

test('a frame that gets an expired token says so with its next question', async () => {
  const { signOn, asked } = scene([given('expired'), given('second')])
  await signOn.run()
  expect(asked).toEqual(['start', 'ended'])
})

test('[SV22] a sign-out during the exchange of a token ends the session that it begins, and signs no user on', async () => {
  const exchange = Promise.withResolvers<string>()
  const { signOn, calls } = scene([Promise.resolve({ jwt: 'a.b.c' })], exchange.promise)
  void signOn.run()
  await Bun.sleep(1)
  const ended = signOn.end()
  exchange.resolve('late')
  await ended
  await Bun.sleep(1)
  expect(calls).toContain('accounts.logout late')
  expect(signedOn()).toBeUndefined()
})

test('a token that arrives after a sign-out has no effect', async () => {
  const late = Promise.withResolvers<SignOnToken>()
  const { signOn, calls } = scene([late.promise])
  void signOn.run()
  await signOn.end()
  late.resolve({ token: 'late' })
  await Bun.sleep(1)
  expect([signedOn(), calls]).toEqual([undefined, []])
})

test('[SV22] a sign-out ends the newest session, unless the client has it and ends it', async () => {
  const { signOn, calls } = scene([given('first'), given('second')])
  await signOn.run()
  await signOn.end()
  expect(calls).toEqual(['accounts.me first', 'accounts.logout first'])

  const later = scene([given('first'), given('second')])
  await later.signOn.run()
  expect(await signedOn()?.tokens(undefined)).toBe('first')
  expect(await signedOn()?.tokens('first')).toBe('second')
  await later.signOn.end()
  expect(later.calls).toEqual(['accounts.me first', 'accounts.me second'])
})

test('[SV22] a sign-out ends a session that follows the one of the client', async () => {
  const exchange = Promise.withResolvers<string>()
  const { signOn, calls } = scene([given('first'), Promise.resolve({ jwt: 'a.b.c' })], exchange.promise)
  await signOn.run()
  await signedOn()?.tokens(undefined)
  void signedOn()?.tokens('first')
  await Bun.sleep(1)
  const ended = signOn.end()
  exchange.resolve('second')
  await ended
  expect(calls).toContain('accounts.logout second')
})

test('the page starts again for another user, whose token the client of the first one never gets', async () => {
  const { signOn, startsAgain } = scene([given('first'), given('of ben')])
  await signOn.run()
  const next = signedOn()?.tokens('first')
  expect(await Promise.race([next, Bun.sleep(5).then(() => 'none')])).toBe('none')
  expect(startsAgain()).toBe(true)
})

test('the frame says that an account is disabled, and its page can sign it out', async () => {
  const { signOn, calls } = scene([given('of a disabled account')])
  await signOn.run()
  expect(signOnStore.getState().refused).toBe('account_disabled')
  await signOn.end()
  expect(signOn.isOver).toBe(true)
  expect(calls.at(-1)).toBe('accounts.logout of a disabled account')
})

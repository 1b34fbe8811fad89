import { expect, test } from 'bun:test'
import { type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import type { Challenge } from '@parley/protocol/accounts'
import { HttpApp } from '../testing/http-app'
import { signedJwt, testExchange } from '../testing/signed-jwt'
import { solved } from '../testing/solved'

const password = 'tidal fox lamp 9'
const signInUrl = 'https://shop.example/chat'

const start = () =>
  HttpApp.start({
    PARLEY_REGISTRATION: 'external',
    PARLEY_SIGN_IN_URL: signInUrl,
    PARLEY_JWT_ISSUER: testExchange.issuer,
    PARLEY_JWT_AUDIENCE: testExchange.audience,
    PARLEY_JWT_SECRET: testExchange.key.secret,
  })

const codeOf = (answer: { readonly body: { readonly error?: { readonly data: { readonly code: string } } } }) =>
  answer.body.error?.data.code

const register = async (app: HttpApp, more: object) => {
  const challenge = (await app.call('accounts.challenge', {})).body as unknown as Challenge
  const who = { username: 'mallory', name: 'Mallory', password, challenge: await solved(challenge) }
  return app.call('accounts.register', { ...who, ...more })
}

/** Signs a user of the other product in; returns a way to call as this user. */
const signedIn = async (app: HttpApp, sub: string) => {
  const answer = await app.call('accounts.exchange', { jwt: await signedJwt({ sub, name: sub }, Date.now()) })
  const { user, session } = answer.body as unknown as { user: { id: string }; session: { token: string } }
  const call = (method: string, params: object) =>
    app.call(method, params, { authorization: `Bearer ${session.token}` })
  return { user, call }
}

/** The administrator, who has a password. */
const administrator = async (app: HttpApp) => {
  const setup = await app.app.setupCode()
  const made = await app.call('accounts.register', { username: 'grace', name: 'Grace', password, setup })
  const { session } = made.body as unknown as { session: { token: string } }
  return (method: string, params: object) => app.call(method, params, { authorization: `Bearer ${session.token}` })
}

test('with external registration, sign-ups are refused, also by an invitation', async () => {
  await using app = await start()
  const asAdmin = await administrator(app)
  expect((await app.call('accounts.policy', {})).body).toMatchObject({ registration: 'external', signInUrl })
  expect(codeOf(await register(app, {}))).toBe('registration_closed')
  const { body: link } = await asAdmin('invites.create', {})
  const { code } = link as unknown as { code: string }
  expect(code).toBeString()
  expect(codeOf(await register(app, { invite: code }))).toBe('registration_closed')
})

test('with external registration, the mode stays whatever administrators set', async () => {
  await using app = await start()
  const asAdmin = await administrator(app)
  expect(codeOf(await asAdmin('admin.setRegistration', { registration: 'open' }))).toBe('forbidden')
  expect((await app.call('accounts.policy', {})).body).toMatchObject({ registration: 'external' })
})

test('with external registration, users of the other product have no password, and chat like everyone', async () => {
  await using app = await start()
  const anna = await signedIn(app, 'anna')
  const sam = await signedIn(app, 'sam')
  const { body: me } = await anna.call('accounts.me', {})
  const { username } = (me as unknown as { user: { username: string } }).user
  for (const guess of [password, ''])
    expect((await app.call('accounts.login', { login: username, password: guess })).status).not.toBe(200)
  const changed = await anna.call('accounts.changePassword', { password, newPassword: 'nine lamps and a fox' })
  expect(changed.status).not.toBe(200)
  const { body: direct } = await anna.call('chats.direct', { userId: sam.user.id })
  const { chat } = direct as unknown as { chat: { id: string } }
  for (const chatId of [chat.id, WORLD_CHAT_ID]) {
    const text = { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text: 'hello' } }
    expect([chatId, (await anna.call('messages.send', text)).status]).toEqual([chatId, 200])
  }
  const { body: group } = await sam.call('groups.create', { id: newUuidV7(), name: 'Orders', userIds: [anna.user.id] })
  expect(group).toMatchObject({ chat: { kind: 'group' } })
})

test('with external registration, administrators sign in by password, and tokens sign none in', async () => {
  await using app = await start()
  await administrator(app)
  expect((await app.call('accounts.login', { login: 'grace', password })).status).toBe(200)
  const stranger = await signedIn(app, 'anna')
  expect(codeOf(await stranger.call('admin.settings', {}))).toBe('forbidden')
})

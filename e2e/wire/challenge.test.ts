import { expect, test } from 'bun:test'
import { solveChallenge } from '@parley/sdk/challenge'
import { callHttp, register } from '../lib/people'
import { refusalName, setScene } from './scene'

test('the SDK solves what the server gives out: to register, and to sign in after failures', async () => {
  await using scene = await setScene()
  const { url } = scene
  expect((await register(url, 'dave')).username).toBe('dave')
  const params = { login: 'dave', password: 'not the one' }
  for (let failures = 0; failures < 3; failures++)
    expect(await refusalName(callHttp(url, { method: 'accounts.login', params }))).toBe('bad_credentials')
  const right = { login: 'dave', password: 'plum tractor under seven clouds' }
  expect(await refusalName(callHttp(url, { method: 'accounts.login', params: right }))).toBe('challenge_required')
  const challenge = await solveChallenge(await callHttp(url, { method: 'accounts.challenge', params: {} }))
  const { user } = await callHttp(url, { method: 'accounts.login', params: { ...right, challenge } })
  expect(user.username).toBe('dave')
})

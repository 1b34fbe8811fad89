import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { solveChallenge, withProof } from '@parley/sdk/challenge'
import { asParleyError } from '@parley/sdk/error'
import { callHttp as callAsClient } from '@parley/sdk/http'
import { callHttp, register } from '../lib/people'
import { refusalName, startScene } from './scene'

const python = join(import.meta.dir, '..', '..', 'examples', 'python', 'register.py')
if (!Bun.which('python3')) console.log('1 test skipped: signing up with Python needs python3.')

test("the SDK solves the server's challenges, for signing up and for signing in after failures", async () => {
  await using scene = await startScene()
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

/** Makes a call, and retries it when the server limits the rate: a fast machine uses up its attempts. */
const waiting = async <T>(call: () => Promise<T>): Promise<T> => {
  for (;;)
    try {
      return await call()
    } catch (thrown) {
      const { code, retryAfterMs } = asParleyError(thrown)
      if (code !== 'rate_limited' || retryAfterMs === undefined) throw thrown
      await Bun.sleep(retryAfterMs)
    }
}

test('after ten failures a sign-in needs a harder proof, which the SDK fetches and solves by itself', async () => {
  await using scene = await startScene()
  const { url } = scene
  const signIn = (password: string) =>
    withProof(
      (proof) => waiting(() => callAsClient(url, 'accounts.login', { login: 'alice', password, ...proof })),
      async () => solveChallenge(await callAsClient(url, 'accounts.challenge', { login: 'alice' })),
    )
  for (let failures = 0; failures < 10; failures++)
    expect(await signIn('not the one').catch((thrown) => asParleyError(thrown).code)).toBe('bad_credentials')
  const { parameters } = await callHttp(url, { method: 'accounts.challenge', params: { login: 'alice' } })
  expect(parameters.cost).toBeGreaterThan(50)
  expect((await signIn('plum tractor under seven clouds')).user.username).toBe('alice')
})

test.skipIf(!Bun.which('python3'))('a Python script of 30 lines creates an account, following the docs', async () => {
  await using scene = await startScene()
  const run = (name: string) => {
    const command = ['python3', python, name, 'correct horse battery', scene.url]
    const { exitCode, stdout, stderr } = Bun.spawnSync(command)
    return { exitCode, out: stdout.toString().trim(), err: stderr.toString().trim() }
  }
  const registered = run('erin')
  expect(registered).toEqual({ exitCode: 0, out: expect.stringMatching(/^[0-9a-f-]{36}$/), err: '' })
  expect(run('erin')).toEqual({ exitCode: 1, out: '', err: 'This username is taken. Choose another one.' })
  expect(readFileSync(python, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30)
})

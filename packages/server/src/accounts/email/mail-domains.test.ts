import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { mailedCode } from '../../testing/mailed-code'
import { outcome as code } from '../../testing/refusal'
import { type Person, TestApp } from '../../testing/test-app'

const password = 'correct horse 5 battery'

const scene = async () => {
  const app = await TestApp.start()
  const boss = await app.person('boss', { setup: (await app.core.setupCode.renew()) ?? '' })
  const alice = await app.person('alice', { password })
  const add = (email: string, who: Person = alice) => code(who.call('accounts.setEmail', { email, password }))
  const set = (refused: string[], allowed: string[] = []) => boss.call('admin.setMailDomains', { refused, allowed })
  return { app, boss, alice, add, set, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('[AD4] addresses of disposable domains and of their subdomains are refused, and others are not', async () => {
  await using it = await scene()
  const { app, add } = it
  for (const email of ['a@mailinator.com', 'a@MAILINATOR.com', 'a@box.mailinator.com', 'a@10minutemail.com'])
    expect([email, await add(email)]).toEqual([email, 'email_refused'])
  expect(await app.mails()).toEqual([])
  expect(await add('a@mailinator.com.example')).toBe('yes')
})

test('[AD4] administrators add domains and exceptions, and the longest match decides', async () => {
  await using it = await scene()
  const { add, boss, set } = it
  expect(await set(['@Throwaway.Example', 'throwaway.example', 'bücher.example'], ['mailinator.com'])).toEqual({
    refused: ['throwaway.example', 'xn--bcher-kva.example'],
    allowed: ['mailinator.com'],
  })
  expect(await add('a@box.throwaway.example')).toBe('email_refused')
  expect(await add('a@bücher.example')).toBe('email_refused')
  expect(await add('a@mailinator.com')).toBe('yes')
  await set(['example.org', 'bad.good.example.org'], ['good.example.org'])
  expect(await add('a@bad.good.example.org')).toBe('email_refused')
  expect(await add('a@example.org')).toBe('email_refused')
  expect(await boss.call('admin.mailDomains', {})).toEqual({
    refused: ['example.org', 'bad.good.example.org'],
    allowed: ['good.example.org'],
  })
})

test('[AD4] a change acts at once on another node, and on a code that was sent before', async () => {
  await using it = await scene()
  const { app, add, alice, set } = it
  await using other = await TestApp.start({ beside: app })
  const there = await other.signedIn(alice.me, alice.token)
  expect(await add('a@late.example')).toBe('yes')
  const mailed = mailedCode((await app.mails()).at(-1)) ?? ''
  await set(['late.example'])
  expect(await add('b@late.example', there)).toBe('email_refused')
  expect(await code(there.call('accounts.verifyEmail', { code: mailed }))).toBe('email_refused')
  await set([])
  expect(await code(there.call('accounts.verifyEmail', { code: mailed }))).toBe('yes')
})

test('[AD4] an address that an account has stays', async () => {
  await using it = await scene()
  const { app, add, alice, set } = it
  await add('a@kept.example')
  await alice.call('accounts.verifyEmail', { code: mailedCode((await app.mails()).at(-1)) ?? '' })
  await set(['kept.example'])
  expect((await alice.call('accounts.email', {})).email).toBe('a@kept.example')
})

test('[AD4] texts that are no domains are refused, and the audit log has each change', async () => {
  await using it = await scene()
  const { boss, alice, set } = it
  for (const text of ['localhost', 'a@b.example', 'https://x.example', '*.x.example', 'x..example'])
    expect([text, await code(set([text]))]).toEqual([text, 'invalid_params'])
  const many = Array.from({ length: limits.mailDomains + 1 }, (_, at) => `d${at}.example`)
  expect(await code(set(many))).toBe('invalid_params')
  expect(await code(alice.call('admin.setMailDomains', { refused: [], allowed: [] }))).toBe('forbidden')
  await set(['throwaway.example'])
  await set(['throwaway.example'])
  const { entries } = await boss.call('admin.audit', { action: 'mail_domains_set' })
  expect(entries).toHaveLength(1)
  expect(entries[0]).toMatchObject({ byId: boss.me.id, before: { refused: 0, refusedDomains: '' } })
  expect(entries[0]?.after).toEqual({ refused: 1, refusedDomains: 'throwaway.example' })
})

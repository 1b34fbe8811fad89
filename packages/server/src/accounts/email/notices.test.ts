import { expect, test } from 'bun:test'
import { eventually } from '../../testing/eventually'
import { FakeClock } from '../../testing/fake-clock'
import { mailedCode } from '../../testing/mailed-code'
import { TestApp } from '../../testing/test-app'

const password = 'correct horse 5 battery'
const newPassword = 'seven paper boats ashore'

/** Carol has a confirmed address, dave has none, and alice is an administrator. */
const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const [carol, dave] = [await app.person('carol', { password }), await app.person('dave', { password })]
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  const newest = async () => mailedCode((await app.mails()).at(-1)) ?? 'none'
  await carol.call('accounts.setEmail', { email: 'carol@lake.example', password, language: 'zh' })
  await carol.call('accounts.verifyEmail', { code: await newest() })
  const before = (await app.mails()).length
  const mailed = async () => (await app.mails()).slice(before)
  const end = { [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
  return { app, clock, alice, carol, dave, newest, mailed, ...end }
}

test('the address of an account gets a mail about a changed password, in its language', async () => {
  await using scene = await start()
  const { carol, dave, mailed } = scene
  const wrong = { password: 'a guess', newPassword, endOthers: false }
  await expect(carol.call('accounts.changePassword', wrong)).rejects.toThrow('bad_credentials')
  await dave.call('accounts.changePassword', { password, newPassword, endOthers: false })
  expect(await mailed()).toEqual([])
  await carol.call('accounts.changePassword', { password, newPassword, endOthers: true })
  const mails = await mailed()
  expect(mails).toHaveLength(1)
  expect(mails[0]).toContain('To: carol@lake.example')
  expect(mails[0]).toContain('你的 Parley 密码已修改')
})

test('the address gets the mail when a reset link sets the password', async () => {
  await using scene = await start()
  const { alice, app, carol, mailed } = scene
  const { code } = await alice.call('admin.resetPassword', { userId: carol.me.id })
  expect(await mailed()).toEqual([])
  await app.connect().call('accounts.resetPassword', { code, newPassword })
  expect((await mailed()).map((mail) => mail.includes('你的 Parley 密码已修改'))).toEqual([true])
})

test('the address gets the mail when a code sets the password', async () => {
  await using scene = await start()
  const { app, clock, mailed, newest } = scene
  await app.connect().call('accounts.recover', { login: 'carol' })
  await clock.advance(1_000)
  await eventually(() => app.core.recovery.requests === 0)
  await app.connect().call('accounts.resetPassword', { login: 'carol', code: await newest(), newPassword })
  expect((await mailed()).map((mail) => mail.includes('你的 Parley 密码已修改'))).toEqual([false, true])
})

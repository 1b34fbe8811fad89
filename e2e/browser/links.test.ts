import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { item } from './lib/messages'
import { type ParleyServer, startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

/** Opens the invite dialog as the server's administrator, at an address of this computer. */
const inviting = async (server: ParleyServer, open: (person: Person, url: string) => Promise<Page>) => {
  const admin = await Person.register(server.url, {
    ...{ username: 'grace', name: 'Grace' },
    setup: server.setupCode ?? '',
  })
  const page = await open(admin, `http://localhost:${server.port}`)
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.invitePeople }).click()
  return { page, dialog: page.getByRole('dialog'), field: page.getByLabel(en.inviteLink, { exact: true }) }
}

test('an invite link created under localhost uses the network address that the server prints', async ({
  settings,
  browsers,
}) => {
  const server = await startParley({ ...settings, PARLEY_HOST: '0.0.0.0' })
  const open = (person: Person, url: string) => browsers.open(person, '/', { url })
  const { dialog, field } = await inviting(server, open)
  // Without a network there is no other address.
  const printed = /On the network\s+(\S+)/.exec(server.output())?.[1] ?? `http://localhost:${server.port}`
  await expect(field).toHaveValue(new RegExp(`^${printed}/i/.`))
  await expect(dialog.getByText(en.linkOnlyHere)).toHaveCount(0)
  await dialog.getByRole('group', { name: en.linkAddress }).getByText(`localhost:${server.port}`).click()
  await expect(field).toHaveValue(new RegExp(`^http://localhost:${server.port}/i/.`))
  await expect(dialog.getByText(en.linkOnlyHere)).toBeVisible()
  await browsers.close()
  await server.stop()
})

test('an invite dialog says if only this computer can reach the server', async ({ settings, browsers }) => {
  const server = await startParley(settings)
  const open = (person: Person, url: string) => browsers.open(person, '/', { url })
  const { dialog, field } = await inviting(server, open)
  await expect(field).toHaveValue(/^http:\/\/localhost:/)
  await expect(dialog.getByRole('note')).toContainText(en.linkOnlyHereAdmin)
  const bob = await Person.register(server.url, { username: 'bob', name: 'Bob' })
  const page = await browsers.open(bob, '/', { url: `http://localhost:${server.port}` })
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.invitePeople }).click()
  await expect(page.getByRole('dialog').getByRole('note')).toContainText(en.linkOnlyHereOthers)
  await browsers.close()
  await server.stop()
})

test('a message link copied under localhost uses the network address, or its notice says where it works', async ({
  settings,
  browsers,
}) => {
  const server = await startParley({ ...settings, PARLEY_HOST: '0.0.0.0' })
  const own = `http://localhost:${server.port}`
  const printed = /On the network\s+(\S+)/.exec(server.output())?.[1]
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  const bob = await Person.register(server.url, { username: 'bob', name: 'Bob' })
  const { id: chatId } = await grace.group('Picnic', [bob])
  await grace.send(chatId, 'on Sunday')
  const copied = async (person: Person) => {
    const context = { permissions: ['clipboard-read', 'clipboard-write'] }
    const page = await browsers.open(person, `/c/${chatId}`, { url: own, context })
    await screenOf(page).row('on Sunday').click({ button: 'right' })
    await item(page, en.copyLink).click()
    await expect(page.getByText(en.linkCopied)).toBeVisible()
    const [notice] = await page.getByText(en.linkCopied).allTextContents()
    return { notice, origin: new URL(await page.evaluate(() => navigator.clipboard.readText())).origin }
  }
  expect(await copied(grace)).toEqual({
    notice: printed ? en.linkCopiedNetwork : en.linkCopiedHere,
    origin: printed ?? own,
  })
  expect(await copied(bob)).toEqual({ notice: en.linkCopiedHere, origin: own })
  await browsers.close()
  await server.stop()
})

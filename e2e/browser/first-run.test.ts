import { en } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

test('the first administrator names the server, chooses who may sign up, and invites people', async ({
  settings,
  browsers,
}) => {
  const server = await startParley(settings)
  const setup = server.setupCode ?? ''
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup })
  const page = await browsers.open(grace, '/', { url: server.url })
  await expect(page.getByRole('heading', { name: en.firstRunTitle })).toBeVisible()
  await expect(page.getByRole('button', { name: en.newChat, exact: true })).toHaveCount(1)
  await expect(page.locator('kbd')).toHaveCount(0)
  // The only account on a server has one primary action: to invite people.
  await expect(page.getByTestId('start-actions').getByRole('button').first()).toHaveText(en.invitePeople)
  await page.getByLabel(en.serverName).fill('Lakeside Club')
  await page.getByRole('button', { name: en.save }).click()
  await expect(page.getByText(en.serverNamed)).toBeVisible()
  await page.getByText(en.registrationInvite).click()
  await expect(page.getByRole('radio', { name: en.registrationInvite })).toBeChecked()
  await page.getByRole('button', { name: en.invitePeople }).click()
  await expect(page.getByRole('img', { name: en.inviteQr })).toBeVisible()
  const link = await page.getByLabel(en.inviteLink, { exact: true }).inputValue()

  const visitor = await browsers.open(undefined, new URL(link).pathname, { url: server.url })
  await expect(visitor.getByTestId('server-name')).toHaveText('Lakeside Club')
  await browsers.close()
  await server.stop()
})

test('a new user on a server with other users starts with a chat, on desktop next to the list and on phones below it', async ({
  browsers,
  cast,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  const actions = page.getByTestId('start-actions')
  await expect(actions.getByRole('button')).toHaveText([en.newChat, en.newGroup, en.invitePeople])
  await expect(page.getByRole('button', { name: en.newChat, exact: true })).toHaveCount(1)
  const phone = await browsers.open(alice, '/', { context: devices.phone })
  await expect(screenOf(phone).listRow(en.world)).toBeVisible()
  await expect(phone.getByTestId('start-actions').getByRole('button')).toHaveCount(3)
})

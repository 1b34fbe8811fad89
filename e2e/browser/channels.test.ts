import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { en } from './lib/catalogs'
import { layersGone } from './lib/layers'
import { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

test.use({ settings: { PARLEY_RATE_LIMITS: 'off', PARLEY_LOG_LEVEL: 'warn', PARLEY_CHANNELS: 'everyone' } })

test('channels: create, find, join, write with a live member count, leave and rejoin', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice)
  const bobPage = await browsers.open(bob)
  const [screen, bobScreen] = [screenOf(page), screenOf(bobPage)]
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: en.newConversation }).click()
  await page.getByRole('menuitem', { name: en.channels }).click()
  await expect(dialog).toContainText(en.noChannels)
  await dialog.getByRole('button', { name: en.newChannel }).click()
  await dialog.getByLabel(en.channelName).fill('Kites')
  await dialog.getByLabel(en.channelAbout, { exact: true }).fill('Everything that flies')
  await dialog.getByRole('button', { name: en.createChannel }).click()
  await expect(page.getByTestId('chat-title')).toHaveText('Kites')
  await expect(page.getByTestId('chat-subtitle')).toHaveText('1 online')
  await screen.write('before bob')
  await page.getByTestId('chat-details').click()
  const here = page.getByRole('region', { name: en.whoIsHere })
  await expect(here.getByRole('listitem')).toHaveCount(1)

  await bobPage.getByRole('button', { name: en.newConversation }).click()
  await bobPage.getByRole('menuitem', { name: en.channels }).click()
  await bobPage.getByLabel(en.findChannel).fill('ki')
  await bobPage.getByRole('button', { name: 'Join Kites' }).click()
  await expect(bobScreen.row('before bob')).toBeVisible()
  await expect(page.getByTestId('chat-subtitle')).toHaveText('2 online')
  await expect(here.getByRole('listitem').filter({ hasText: 'Bob' })).toBeVisible()
  await bobScreen.write('hello all')
  await expect(screen.row('hello all')).toBeVisible()

  await bobPage.getByTestId('chat-details').click()
  await bobPage.getByRole('button', { name: en.leaveChannel }).click()
  await bobPage.getByRole('alertdialog').getByRole('button', { name: en.leaveChannel }).click()
  await expect(bobPage.getByTestId('composer-notice')).toHaveText(en.channelLeft)
  await expect(bobScreen.listRow('Kites')).toHaveCount(0)
  await expect(page.getByTestId('chat-subtitle')).toHaveText('1 online')
  await screen.write('without bob')
  await bobPage.goto('/')
  await bobPage.getByRole('button', { name: en.newConversation }).click()
  await bobPage.getByRole('menuitem', { name: en.channels }).click()
  await bobPage.getByRole('button', { name: 'Join Kites' }).click()
  await expect(bobScreen.row('without bob')).toBeVisible()
  await bobScreen.write('back again')
  await expect(screen.row('back again')).toBeVisible()
})

test('the world: when an administrator mutes one person or everyone, or sets slow mode, every open composer shows it at once', async ({
  admin,
  browsers,
  server,
}) => {
  const bob = await Person.register(server.url, { username: 'bob', name: 'Bob' })
  await bob.send(WORLD_CHAT_ID, 'buy my watches')
  const page = await browsers.open(admin, `/c/${WORLD_CHAT_ID}`)
  const bobPage = await browsers.open(bob, `/c/${WORLD_CHAT_ID}`)
  const notice = bobPage.getByTestId('composer-notice')
  const dialog = page.getByRole('dialog')
  await screenOf(page).row('buy my watches').getByRole('button', { name: 'Bob' }).first().click()
  await dialog.getByRole('button', { name: en.muteHere }).click()
  await dialog.getByText('1 day').click()
  await dialog.getByRole('button', { name: 'Mute', exact: true }).click()
  await expect(notice).toContainText('An admin muted you until')
  await admin.call('channels.mute', { chatId: WORLD_CHAT_ID, userId: bob.id, forMs: 0 })
  await expect(bobPage.getByTestId('composer')).toBeVisible()

  await page.getByTestId('chat-details').click()
  await page.getByRole('button', { name: en.channelSettings }).click()
  await dialog.getByText(en.whoWritesAdmins, { exact: true }).click()
  await dialog.getByRole('button', { name: en.save }).click()
  await expect(notice).toHaveText(en.noticeMutedAll)
  await expect(page.getByTestId('composer')).toBeVisible()

  await layersGone(page)
  await page.goto('/admin')
  await page.getByRole('group', { name: en.whoWrites }).getByText(en.whoWritesAll, { exact: true }).click()
  await page.getByRole('group', { name: en.slowMode }).getByText('5 minutes').click()
  await expect(bobPage.getByTestId('composer')).toBeVisible()
  await screenOf(bobPage).write('one more')
  await expect(bobPage.getByTestId('slow-mode')).toHaveText(/Slow mode: [45]:\d\d/)
})

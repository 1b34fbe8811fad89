import type { Page } from '@playwright/test'
import type { Gallery } from './gallery'
import { expect } from './test'

const close = async (page: Page) => {
  await page.keyboard.press('Escape')
  await expect(page.locator('[role=dialog],[role=menu]')).toHaveCount(0)
}

/** The own status, with its texts and choices. */
const ownStatus = async (gallery: Gallery, page: Page) => {
  const { words, onPhone } = gallery
  if (!onPhone) {
    await page.getByTestId('own-status').click()
    await expect(page.getByRole('menuitemradio').first()).toBeVisible()
    await gallery.show(page, 'own-status')
    await close(page)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('s')
    await expect(page.getByRole('option').first()).toBeVisible()
    await gallery.show(page, 'dialog-switcher-typed')
    await close(page)
  }
  await gallery.go(page, '/settings')
  await page.getByRole('button', { name: words.setStatusText }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await gallery.show(page, 'dialog-status')
  await close(page)
  for (const [name, heading] of [
    ['settings-notifications', words.notifications],
    ['settings-privacy', words.privacy],
  ] as const) {
    await page.getByRole('heading', { name: heading, exact: true }).evaluate((it) => it.scrollIntoView())
    await gallery.show(page, name)
  }
  await page.getByRole('button', { name: words.changePassword }).click()
  await page.getByLabel(words.newPassword, { exact: true }).fill('nine lanterns over water')
  await expect(page.getByText(words.strength4)).toBeVisible()
  await gallery.show(page, 'dialog-password')
  await close(page)
}

/** Presence: dots, read marks, typing, the own status. */
export const presence = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const { alice, bob, carol, constantine, chats: ids } = stage
  await gallery.open(bob, '/')
  await gallery.open(carol, '/')
  await gallery.open(constantine, '/')
  await bob.call('presence.set', { status: 'dnd', text: 'At the dentist, 牙医' })
  await carol.call('presence.set', { status: 'away' })
  const said = await alice.send(ids.direct, 'Did you read this?')
  await bob.read(ids.direct, said.seq)
  // Moves their chats to the top of the list, regardless of earlier events.
  await carol.send(ids.unread, 'Back in an hour.')
  await constantine.send(ids.manyUnread, 'Here I am.')
  const asked = await alice.send(ids.group, 'Who has read this?')
  for (const reader of [bob, carol]) await reader.read(ids.group, asked.seq)
  const page = await gallery.open(alice, '/')
  for (const status of ['online', 'away', 'dnd'])
    await expect(page.locator(`[data-chat-row] [data-presence=${status}]`).first()).toBeVisible()
  await gallery.show(page, 'presence-list')
  await gallery.go(page, `/c/${ids.direct}`)
  await expect(page.getByTestId('read').last()).toBeVisible()
  await expect(page.getByTestId('chat-subtitle')).toContainText(words.presenceDnd)
  await gallery.show(page, 'presence-direct')
  await gallery.go(page, `/c/${ids.group}`)
  const row = page.getByTestId('viewport').locator('article').filter({ hasText: 'Who has read this?' }).last()
  await expect(row.getByTestId('read')).toBeVisible()
  await bob.call('chats.typing', { chatId: ids.group })
  await carol.call('chats.typing', { chatId: ids.group })
  await expect(page.getByTestId('typing')).toContainText('Bob')
  await gallery.show(page, 'presence-group')
  await row.click({ button: 'right', position: { x: 40, y: 20 } })
  await page.getByRole('menuitem', { name: words.readBy }).click()
  await expect(page.getByRole('dialog').locator('[data-person-row]').first()).toBeVisible()
  await gallery.show(page, 'dialog-readers')
  await close(page)
  await gallery.go(page, `/people/${bob.id}`)
  await expect(page.getByTestId('profile-presence')).toBeVisible()
  await gallery.show(page, 'presence-person')
  await ownStatus(gallery, page)
  for (const person of [bob, carol]) await person.call('presence.set', { status: 'online' })
  for (const context of page.context().browser()?.contexts() ?? [])
    if (context !== page.context()) await context.close()
  await page.context().close()
}

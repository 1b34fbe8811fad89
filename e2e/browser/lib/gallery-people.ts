import type { Page } from '@playwright/test'
import type { Gallery } from './gallery'
import { expect } from './test'

/** Shows the dialogs of an open profile. */
const profileDialogs = async (gallery: Gallery, page: Page) => {
  const { words } = gallery
  const look = async (button: string, name: string) => {
    await page.getByRole('button', { name: button, exact: true }).click()
    await expect(page.locator('[role=dialog],[role=alertdialog]')).toBeVisible()
    await gallery.show(page, name)
    await page.keyboard.press('Escape')
    await expect(page.locator('[role=dialog],[role=alertdialog]')).toBeHidden()
  }
  await look(words.editRemark, 'dialog-remark')
  await look(words.removeFriend, 'dialog-remove-friend')
  await look(words.blockPerson, 'dialog-block')
}

/** The people: requests, friends, the search, profiles, and closed direct chats. */
export const people = async (gallery: Gallery) => {
  const { words, stage } = gallery
  const { chats: ids, asking, carol } = stage
  const fresh = await gallery.open(stage.newcomer, '/people')
  await expect(fresh.getByRole('heading', { name: words.noFriendsTitle })).toBeVisible()
  await gallery.show(fresh, 'people-nobody')
  await fresh.context().close()

  const page = await gallery.open(stage.alice, '/people')
  await expect(page.locator('[data-person-row]').nth(6)).toBeVisible()
  await gallery.show(page, 'people')
  const search = page.getByRole('searchbox')
  await search.fill('gr')
  await expect(page.getByRole('link', { name: 'Grace Hopper @grace' })).toBeVisible()
  await gallery.show(page, 'people-search')
  await page.getByRole('button', { name: words.addFriendLabel.replace('{name}', 'Grace Hopper') }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await gallery.show(page, 'dialog-add-friend')
  await page.keyboard.press('Escape')
  await search.fill('nobody like this')
  await expect(page.getByText(words.nobodyFound.replace('{query}', 'nobody like this'))).toBeVisible()
  await gallery.show(page, 'people-search-nothing')
  await search.fill('')
  for (const [name, userId] of [
    ['received', asking.dora.id],
    ['requested', asking.paula.id],
    ['removed', asking.fred.id],
    ['blocked', asking.victor.id],
    ['self', stage.alice.id],
    ['friend', carol.id],
  ] as const) {
    await gallery.go(page, `/people/${userId}`)
    await expect(page.getByTestId('profile').filter({ visible: true })).toBeVisible()
    await gallery.show(page, `person-${name}`)
  }
  await profileDialogs(gallery, page)
  await gallery.go(page, '/people/01890000-0000-7000-8000-00000000abcd')
  await expect(page.getByRole('heading', { name: words.personMissingTitle })).toBeVisible()
  await gallery.show(page, 'person-missing')
  for (const [name, chatId] of [
    ['closed-removed', ids.removed],
    ['closed-blocked', ids.blocked],
  ] as const) {
    await gallery.go(page, `/c/${chatId}`)
    await expect(page.getByTestId('composer-notice')).toBeVisible()
    await gallery.show(page, name)
  }
  await page.context().close()

  // Fred does not know that he was removed until he writes.
  const fred = await gallery.open(asking.fred, `/c/${ids.removed}`)
  await fred.getByTestId('composer').fill('Are you angry with me?')
  await fred.getByTestId('send').click()
  await expect(fred.getByText(words.retrySend, { exact: true })).toBeVisible()
  await gallery.show(fred, 'failed-not-friends')
  await fred.context().close()
}

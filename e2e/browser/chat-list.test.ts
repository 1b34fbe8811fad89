import type { ChatId } from '@parley/protocol'
import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { layersGone } from './lib/layers'
import type { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

/** A person's chats, the newest one last. */
const chatsOf = async (person: Person, names: readonly string[]): Promise<ChatId[]> => {
  const chats: ChatId[] = []
  for (const name of names) {
    const { id } = await person.group(name, [])
    await person.send(id, `hello ${name}`)
    chats.push(id)
  }
  return chats
}

const namesOn = async (page: Page): Promise<string[]> => {
  const rows = await page.locator('[data-chat-row]').allInnerTexts()
  return rows.flatMap((text) => /(Ants|Bees|Cats|Dogs)/.exec(text)?.[1] ?? [])
}

const choose = async (page: Page, chat: string, ...items: readonly string[]) => {
  await screenOf(page).listRow(chat).click({ button: 'right' })
  for (const name of items) await page.getByRole('menuitem', { name, exact: true }).click()
  await expect(page.getByRole('menu')).toBeHidden()
}

test('chats are pinned, moved and unpinned on all devices, and each step can be undone', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  await chatsOf(alice, ['Ants', 'Bees', 'Cats', 'Dogs'])
  const page = await browsers.open(alice, '/')
  const phone = await browsers.open(alice, '/', { context: devices.phone })
  await choose(page, 'Ants', en.pinChat)
  await choose(page, 'Bees', en.pinChat)
  for (const where of [page, phone]) await expect.poll(() => namesOn(where)).toEqual(['Bees', 'Ants', 'Dogs', 'Cats'])
  await choose(page, 'Ants', en.movePinUp)
  for (const where of [page, phone]) await expect.poll(() => namesOn(where)).toEqual(['Ants', 'Bees', 'Dogs', 'Cats'])
  await choose(page, 'Ants', en.unpinChat)
  await expect.poll(() => namesOn(page)).toEqual(['Bees', 'Dogs', 'Cats', 'Ants'])
  await page.getByText(en.chatUnpinned).locator('..').getByRole('button', { name: en.undo }).click()
  for (const where of [page, phone]) await expect.poll(() => namesOn(where)).toEqual(['Ants', 'Bees', 'Dogs', 'Cats'])
  await page.reload()
  await expect.poll(() => namesOn(page)).toEqual(['Ants', 'Bees', 'Dogs', 'Cats'])
  // The last pinned chat can't move further down.
  await choose(page, 'Bees', en.unpinChat)
  await expect.poll(() => namesOn(page)).toEqual(['Ants', 'Dogs', 'Cats', 'Bees'])
  await page.getByText(en.chatUnpinned).locator('..').getByRole('button', { name: en.undo }).click()
  for (const where of [page, phone]) await expect.poll(() => namesOn(where)).toEqual(['Ants', 'Bees', 'Dogs', 'Cats'])
  // Archiving also unpins the chat, and undo pins it again at the same place.
  await choose(page, 'Ants', en.archiveChat)
  await expect.poll(() => namesOn(page)).toEqual(['Bees', 'Dogs', 'Cats'])
  await page.getByText(en.chatArchived).locator('..').getByRole('button', { name: en.undo }).click()
  for (const where of [page, phone]) await expect.poll(() => namesOn(where)).toEqual(['Ants', 'Bees', 'Dogs', 'Cats'])
  const search = page.getByRole('searchbox')
  await search.fill('Cat')
  await expect.poll(() => namesOn(page)).toEqual(['Cats'])
  await search.press('Enter')
  await expect(page.getByTestId('chat-title')).toHaveText('Cats')
  await search.press('Escape')
  await expect(search).toHaveValue('')
  await search.press('ArrowDown')
  await expect(screenOf(page).listRow('Ants')).toBeFocused()
  await page.keyboard.press('End')
  await expect(page.locator('[data-chat-row]').last()).toBeFocused()
})

test('a silenced chat has a grey badge and does not count in the title; a chat marked as unread stays so until it is opened', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'one')
  const page = await browsers.open(alice, '/settings')
  const screen = screenOf(page)
  const row = screen.listRow('Bob')
  await expect(page).toHaveTitle(/^\(1\)/)
  await choose(page, 'Bob', en.muteChat, en.muteForever)
  await expect(row).toContainText(en.mutedLabel)
  await expect(page).not.toHaveTitle(/^\(/)
  await choose(page, 'Bob', en.unmuteChat)
  await expect(page).toHaveTitle(/^\(1\)/)
  await page.getByText(en.chatUnmuted).locator('..').getByRole('button', { name: en.undo }).click()
  await expect(row).toContainText(en.mutedLabel)
  await choose(page, 'Bob', en.unmuteChat)
  await expect(row).not.toContainText(en.mutedLabel)
  await choose(page, 'Bob', en.markChatRead)
  await expect(page).not.toHaveTitle(/^\(/)
  await choose(page, 'Bob', en.markChatUnread)
  await expect(row).toContainText(en.markedUnreadLabel)
  await page.reload()
  await expect(row).toContainText(en.markedUnreadLabel)
  await page.getByRole('button', { name: en.filterUnread }).click()
  await row.click()
  await expect(screen.composer).toBeVisible()
  await expect(row).not.toContainText(en.markedUnreadLabel)
})

test('a chat is archived with the keyboard, and a cleared history is gone for one side only', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  await chatsOf(alice, ['Ants', 'Bees'])
  const chatId = await alice.direct(bob)
  await bob.send(chatId, 'words to clear')
  const page = await browsers.open(alice, '/settings')
  const screen = screenOf(page)
  await screen.listRow('Ants').focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: en.pinChat })).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('menuitem', { name: en.archiveChat })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => namesOn(page)).toEqual(['Bees'])
  await page.getByRole('button', { name: en.filterArchive }).click()
  await expect.poll(() => namesOn(page)).toEqual(['Ants'])
  await choose(page, 'Ants', en.unarchiveChat)
  await expect(page.getByRole('heading', { name: en.noArchiveTitle })).toBeVisible()
  await page.getByRole('button', { name: en.showAllChats }).click()
  await screen.listRow('Bob').click()
  await expect(screen.row('words to clear')).toBeVisible()
  await page.getByTestId('chat-menu').click()
  await page.getByRole('menuitem', { name: en.clearChat }).click()
  await page.getByRole('button', { name: en.clearConfirm }).click()
  await expect(screen.row('words to clear')).toBeHidden()
  await layersGone(page)
  await page.reload()
  await expect(screen.composer).toBeVisible()
  await expect(screen.row('words to clear')).toBeHidden()
  expect(await bob.texts(chatId)).toEqual(['words to clear'])
})

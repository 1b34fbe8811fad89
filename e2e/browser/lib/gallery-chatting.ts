import type { GalleryData } from './gallery-data'
import type { GalleryTools } from './gallery-messages'
import type { Person } from './people'
import { expect } from './test'

/** A list with pinned, muted, marked and archived chats. */
const arrange = async ({ alice, bob, constantine }: Record<'alice' | 'bob' | 'constantine', Person>, name: string) => {
  const made = async (of: string) => {
    const { id } = await bob.group(`${of} ${name}`, [alice, constantine])
    await constantine.send(id, 'A line that is long enough to be cut off at the end of the row in every language.')
    return id
  }
  const [pinned, muted, marked, archived] = [
    await made('Kites'),
    await made('Boats and all that floats on the water'),
    await made('Trains'),
    await made('Planes'),
  ]
  for (const chatId of [pinned, muted]) await alice.call('chats.pin', { chatId, pinned: true })
  await alice.call('chats.notify', { chatId: muted, silence: 'forever' })
  for (const chatId of [pinned, marked]) await alice.read(chatId, 99)
  await alice.call('chats.markUnread', { chatId: marked, unread: true })
  await alice.call('chats.archive', { chatId: archived, archived: true })
  return muted
}

const emojis = ['👍', '❤️', '😂', '🎉', '🔥', '😮', '😢', '🙏', '👏', '🚀']

/** Messages with one reaction, some and many, from others and from both. */
const react = async ({ alice, bob, constantine }: GalleryData, name: string) => {
  const { id } = await bob.group(`Reactions ${name}`, [alice, constantine])
  const lines = [
    'Shall we go at ten?',
    '好的，十点见！',
    'A longer line, which says a little more than the others do.',
    'OK',
  ]
  for (const [at, line] of lines.entries()) {
    const said = await (at % 2 ? alice : constantine).send(id, line)
    const reacting = emojis.slice(0, at * 3 + 1).flatMap((emoji, place) => {
      const who = place % 3 === 0 ? [alice, bob, constantine] : [place % 2 ? bob : constantine]
      return (place < 9 ? who : [bob]).map((one) => ({ one, emoji }))
    })
    // All at once, because the server combines the reactions of a quarter of a second.
    const react = ({ one, emoji }: (typeof reacting)[number]) =>
      one.call('messages.react', { chatId: id, id: said.id, emoji, on: true }).catch(() => undefined)
    await Promise.all(reacting.map(react))
  }
  return id
}

/** Reactions and the choice of emojis. */
export const reactions = async (gallery: GalleryTools): Promise<void> => {
  const { words, stage } = gallery
  const chatId = await react(stage, words.react)
  const { messages } = await stage.bob.call('messages.list', { chatId })
  for (const { id, body } of messages)
    if (body.type === 'text') await stage.bob.call('messages.pin', { chatId, id, pinned: true })
  const page = await gallery.open(stage.alice, `/c/${chatId}`)
  await expect(page.getByTestId('pinned-bar')).toContainText('OK')
  await expect(page.getByTestId('reactions').last()).toBeVisible()
  await gallery.show(page, 'reactions')
  await page.getByText('A longer line').first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: words.moreEmoji }).click()
  await expect(page.getByTestId('emoji-picker').getByRole('gridcell').first()).toBeVisible()
  await gallery.show(page, 'emoji-picker')
  await page.keyboard.press('Escape')
  await page.getByTestId('composer').fill(':ca')
  await expect(page.getByRole('listbox')).toBeVisible()
  await gallery.show(page, 'emoji-suggestions')
  await page.getByTestId('composer').fill('')
  await page.getByText('A longer line').last().click({ button: 'right' })
  await page.getByRole('menuitem', { name: words.selectMessage }).click()
  await expect(page.getByTestId('selection-bar')).toBeVisible()
  await page.getByText('OK', { exact: true }).last().click()
  await gallery.show(page, 'selecting')
  await page.context().close()
}

/** The user's own settings for chats. */
export const chatting = async (gallery: GalleryTools): Promise<void> => {
  const { words, stage, onPhone } = gallery
  // The runs for desktop and phone may share a stage.
  const name = `${words.archiveChat} ${onPhone ? 2 : 1}`
  const muted = await arrange(stage, name)
  const page = await gallery.open(stage.alice, '/')
  const row = page.locator('[data-chat-row]').filter({ hasText: `Kites ${name}` })
  await expect(row).toBeVisible()
  await gallery.show(page, 'list-arranged')
  await row.click({ button: 'right' })
  await expect(page.getByRole('menu')).toBeVisible()
  await gallery.show(page, 'chat-menu')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: words.filterArchive }).click()
  await gallery.show(page, 'list-archive')
  await page.getByRole('button', { name: words.filterAll, exact: true }).click()
  await page
    .locator('[data-chat-row]')
    .filter({ hasText: `floats on the water ${name}` })
    .click()
  await expect(page.getByTestId('chat-pane')).toHaveAttribute('data-chat-id', muted)
  if (!onPhone) await gallery.show(page, 'chat-muted')
  await page.getByTestId('chat-menu').click()
  await page.getByRole('menuitem', { name: words.clearChat }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await gallery.show(page, 'clear-chat')
  await page.context().close()
}

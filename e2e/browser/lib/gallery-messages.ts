import type { ChatId } from '@parley/protocol'
import type { Page } from '@playwright/test'
import type { en } from './catalogs'
import type { GalleryData } from './gallery-data'
import type { Person } from './people'
import { expect } from './test'

/** The tools that each part of the gallery gets. */
export interface GalleryTools {
  readonly words: typeof en
  readonly stage: GalleryData
  readonly onPhone: boolean
  open(person: Person, path: string): Promise<Page>
  show(page: Page, name: string): Promise<void>
}

const longText = 'A question that is rather long, so that one line of a quote cannot hold it, whatever the width is. '

/** Replies, an edit and a retraction by two people, in a separate chat. */
const talk = async ({ alice, constantine }: GalleryData, chatId: ChatId): Promise<void> => {
  const first = await constantine.send(chatId, longText.repeat(2))
  await alice.answer(chatId, 'Yes.', first)
  const second = await alice.answer(
    chatId,
    '**Both** of them, with a longer answer that takes more than a line.',
    first,
  )
  await constantine.answer(chatId, '好的，明白了。', second)
  await constantine.answer(chatId, 'What was that?', { ...first, seq: 9_000 })
  const third = await alice.send(chatId, 'I said something wrong.')
  const fourth = await constantine.answer(chatId, 'Did you?', third)
  await alice.call('messages.retract', { chatId, id: third.id })
  await constantine.call('messages.edit', { chatId, id: fourth.id, body: { type: 'text', text: 'You did not!' } })
  await constantine.call('messages.retract', { chatId, id: (await constantine.send(chatId, 'Never mind.')).id })
  const last = await alice.send(chatId, 'Lset word')
  await alice.call('messages.edit', { chatId, id: last.id, body: { type: 'text', text: 'Last word' } })
}

/** Actions on messages: quotes, their menu, replies, edits, retractions. */
export const messages = async (gallery: GalleryTools): Promise<void> => {
  const { words, stage, onPhone } = gallery
  const { alice, constantine } = stage
  const { id: chatId } = await alice.group(`Answers ${words.reply}`, [constantine])
  await talk(stage, chatId)
  const page = await gallery.open(alice, `/c/${chatId}`)
  const rows = page.getByTestId('viewport').locator('article')
  const last = rows.last()
  await expect(last).toContainText('Last word')
  await expect(last).toContainText(words.edited)
  await expect(page.getByTestId('quote').filter({ hasText: words.quoteMissing })).toBeVisible()
  await gallery.show(page, 'messages')
  const answered = rows.filter({ hasText: longText }).first()
  await answered.click({ button: 'right', position: { x: 120, y: 40 } })
  await expect(page.getByRole('menu')).toBeVisible()
  await gallery.show(page, 'message-menu')
  await page.getByRole('menuitem', { name: words.reply }).click()
  await expect(page.getByTestId('composer-strip')).toContainText(longText.slice(0, 30))
  await gallery.show(page, 'reply')
  await page.keyboard.press('Escape')
  await page.getByTestId('composer').focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByTestId('composer')).toHaveValue('Last word')
  await gallery.show(page, 'edit')
  await page.keyboard.press('Escape')
  if (!onPhone) {
    await last.focus()
    await expect(page.getByTestId('row-tools')).toBeVisible()
    await gallery.show(page, 'message-tools')
  }
  await page.context().close()
}

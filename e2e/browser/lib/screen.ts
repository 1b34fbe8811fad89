import type { ChatId } from '@parley/protocol'
import type { Locator, Page } from '@playwright/test'
import { expect } from './test'

/** The elements and actions of a chat page. */
export const screenOf = (page: Page) => {
  const pane = page.getByTestId('chat-pane')
  const composer = page.getByTestId('composer')
  const viewport = page.getByTestId('viewport')
  const write = async (text: string) => {
    await composer.fill(text)
    await composer.press('Enter')
  }
  const openChat = async (chatId: ChatId) => {
    await page.goto(`/c/${chatId}`)
    await expect(pane).toBeVisible()
  }
  return {
    page,
    pane,
    composer,
    viewport,
    /** Writes a message and sends it with Enter. */
    write,
    openChat,
    /** The rows of messages, in the order of the page. */
    rows: viewport.locator('article'),
    row: (text: string | RegExp): Locator => viewport.locator('article').filter({ hasText: text }),
    /** The chat of that name in the list. The text of its last message doesn't count. */
    listRow: (name: string | RegExp): Locator =>
      page.locator('[data-chat-row]').filter({ has: page.getByTestId('row-name').filter({ hasText: name }) }),
    /** Distance from the end of the history, in px. */
    toEnd: () => viewport.evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop),
  }
}

import type { ChatId } from '@parley/protocol'
import type { Locator, Page } from '@playwright/test'
import { en } from './catalogs'
import { mixedTexts, type Person } from './people'

/** A direct chat with messages of `from`, all of them read by `to`. */
export const readChat = async (from: Person, to: Person, count: number): Promise<ChatId> => {
  const chatId = await from.direct(to)
  await from.sendMany(chatId, mixedTexts(count))
  await to.read(chatId, count)
  return chatId
}

/** The menu of a message. */
export const menuOf = (page: Page): Locator => page.getByRole('menu', { name: en.messageActions })
/** An item of the menu. */
export const item = (page: Page, name: string): Locator => menuOf(page).getByRole('menuitem', { name })

import { WORLD_CHAT_ID } from '@parley/protocol'
import type { GalleryData } from './gallery-data'
import type { GalleryTools } from './gallery-messages'
import { expect } from './test'

/** Messages that mention the viewer, other members and everyone, in a group and in the world. */
const talk = async ({ admin, alice, bob, constantine }: GalleryData, name: string) => {
  const { id } = await alice.group(`Regatta ${name}`, [bob, constantine])
  const [a, b, c] = [alice, bob, constantine].map(({ username }) => `@${username}`)
  await bob.mention(id, `${a}, can you bring **the boat**? And ${c} the \`code\` and [a link](https://example.org).`, {
    mentions: [alice.id, constantine.id],
  })
  const mine = await alice.mention(id, `I will, ${b}! @all be there at ten 请大家十点到`, {
    ...{ mentions: [bob.id], mentionsAll: true },
  })
  await constantine.call('messages.react', { chatId: id, id: mine.id, emoji: '👍', on: true })
  await constantine.mention(id, `${b} knows, and ${a}.`, { mentions: [bob.id, alice.id] })
  await admin.mention(WORLD_CHAT_ID, `Has ${a} seen this? Ask ${b}.`, { mentions: [alice.id, bob.id] })
  await admin.mention(WORLD_CHAT_ID, 'Hello @所有人', { mentionsAll: true })
  return id
}

/** Mentions: marks in the list, messages, and suggestions. */
export const mentions = async (gallery: GalleryTools): Promise<void> => {
  const { words, stage } = gallery
  const id = await talk(stage, words.filterMentions)
  const page = await gallery.open(stage.alice, '/')
  await expect(page.locator(`[data-chat-row="${id}"]`)).toBeVisible()
  await page.getByRole('button', { name: words.filterMentions }).click()
  await gallery.show(page, 'list-mentions')
  await page.goto(`/c/${WORLD_CHAT_ID}`)
  await expect(page.getByTestId('viewport').locator('[data-named]').last()).toBeVisible()
  await gallery.show(page, 'mentions-flat')
  await page.goto(`/c/${id}`)
  await expect(page.getByTestId('viewport').locator('[data-named]')).toHaveCount(2)
  await gallery.show(page, 'mentions')
  await page.getByTestId('composer').pressSequentially('@')
  await expect(page.getByRole('option').last()).toContainText(words.everybodyHere)
  await gallery.show(page, 'mention-suggestions')
  await page.getByTestId('composer').fill('')
  await page.context().close()
}

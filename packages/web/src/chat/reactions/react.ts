import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { client } from '../../client'
import { openEmojiPopover } from '../../emoji/emoji-popover-store'
import type { T } from '../../i18n/catalog'
import { orToast } from '../../problem'

/** At hand without the picker. */
const quick = ['👍', '❤️', '😂', '😮', '😢', '🎉']

/** Reacts with an emoji, or takes that back. */
export const toggleReaction = (t: T, timeline: Timeline | undefined, { chatId, id }: TimelineMessage) => {
  const list = timeline?.reactions.get().get(id) ?? []
  return (emoji: string): void => {
    const mine = list.some((one) => one.emoji === emoji && one.mine)
    void orToast(t, client.react(chatId, id, { emoji, on: !mine }))
  }
}

/** Lets the person choose how to react, beside the message. */
export const chooseReaction = (t: T, timeline: Timeline | undefined, message: TimelineMessage): void => {
  const row = document.querySelector<HTMLElement>(`[data-testid="row-${message.seq}"]`)
  if (!row) return
  const list = timeline?.reactions.get().get(message.id) ?? []
  openEmojiPopover({
    anchor: row.querySelector<HTMLElement>('[data-message-text]') ?? row,
    focusBack: row,
    quick,
    chosen: list.filter(({ mine }) => mine).map(({ emoji }) => emoji),
    onPick: toggleReaction(t, timeline, message),
  })
}

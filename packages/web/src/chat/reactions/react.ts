import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { openEmojiPopover } from '../../emoji/emoji-popover-store'
import type { ActionContext } from '../../ui/action-context'
import { orToast } from '../../ui/problem'

/** Available without the picker. */
export const quickReactions = ['👍', '❤️', '😂', '😮', '😢', '🎉']

interface ReactionContext extends ActionContext {
  readonly timeline: Timeline | undefined
}

/** Adds the viewer's reaction, or removes it. */
export const toggleReaction = ({ t, client, timeline }: ReactionContext, { chatId, id }: TimelineMessage) => {
  const list = timeline?.reactions.get().get(id) ?? []
  return (emoji: string): void => {
    const mine = list.some((one) => one.emoji === emoji && one.mine)
    void orToast(t, client.react(chatId, id, { emoji, on: !mine }))
  }
}

/** Opens a choice of reactions beside the message: first a few emojis with a way to all, or all at once. */
export const chooseReaction = (
  context: ReactionContext,
  { message, from }: { readonly message: TimelineMessage; readonly from: 'few' | 'all' },
): void => {
  const row = document.querySelector<HTMLElement>(`[data-testid="row-${message.seq}"]`)
  if (!row) return
  const list = context.timeline?.reactions.get().get(message.id) ?? []
  openEmojiPopover({
    anchor: row.querySelector<HTMLElement>('[data-message-text]') ?? row,
    focusBack: row,
    ...(from === 'few' && { quick: quickReactions }),
    chosen: list.filter(({ mine }) => mine).map(({ emoji }) => emoji),
    onPick: toggleReaction(context, message),
  })
}

import type { ChatId, Message } from '@parley/protocol'
import { isVisible, visibleText } from '@parley/protocol/visible'
import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { orToast } from '../ui/problem'
import { type Target, targetName } from './forward-targets'

export interface ForwardOrder {
  readonly messages: readonly Message[]
  readonly targets: readonly Target[]
  readonly withName: boolean
  /** Sent before the messages, unless empty. */
  readonly comment: string
}

const chatOf = ({ t, client }: ActionContext, target: Target): Promise<ChatId | undefined> =>
  target.kind === 'chat' ? Promise.resolve(target.chatId) : orToast(t, client.openDirect(target.userId))

/**
 * Sends the comment and the messages to each chat, and shows where they went. Resolves with the targets whose chat
 * couldn't be opened.
 */
export const sendForwards = async (
  context: ActionContext,
  { messages, targets, withName, comment }: ForwardOrder,
): Promise<readonly Target[]> => {
  const { t, client } = context
  const reached: Target[] = []
  for (const target of targets) {
    const chatId = await chatOf(context, target)
    if (chatId === undefined) continue
    if (isVisible(comment)) client.send(chatId, { type: 'text', text: visibleText(comment) })
    for (const message of messages) client.forward(chatId, message, { withName })
    reached.push(target)
  }
  const [first] = reached
  if (reached.length > 1) toast(t('forwardedToMany', { count: reached.length }))
  else if (first) toast(t('forwardedTo', { name: targetName(client.state.get(), first, t) }))
  return targets.filter((target) => !reached.includes(target))
}

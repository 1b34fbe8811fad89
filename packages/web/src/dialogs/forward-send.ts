import type { ChatId, Message } from '@parley/protocol'
import { client } from '../client'
import type { T } from '../i18n'
import { orToast } from '../problem'
import { toast } from '../ui'
import { type Target, targetName } from './forward-targets'

export interface ForwardOrder {
  readonly messages: readonly Message[]
  readonly targets: readonly Target[]
  readonly withName: boolean
  /** Sent before the messages; empty for none. */
  readonly comment: string
}

const chatOf = (t: T, target: Target): Promise<ChatId | undefined> =>
  target.kind === 'chat' ? Promise.resolve(target.chatId) : orToast(t, client.openDirect(target.userId))

/** Puts the comment and the messages into each chat, and says where they went. Resolves with the targets whose chat could not be opened. */
export const sendForwards = async (
  t: T,
  { messages, targets, withName, comment }: ForwardOrder,
): Promise<readonly Target[]> => {
  const reached: Target[] = []
  for (const target of targets) {
    const chatId = await chatOf(t, target)
    if (chatId === undefined) continue
    if (comment.trim() !== '') client.send(chatId, { type: 'text', text: comment.trim() })
    for (const message of messages) client.forward(chatId, message, { withName })
    reached.push(target)
  }
  const [first] = reached
  if (reached.length > 1) toast(t('forwardedToMany', { count: reached.length }))
  else if (first) toast(t('forwardedTo', { name: targetName(client.state.get(), first, t) }))
  return targets.filter((target) => !reached.includes(target))
}

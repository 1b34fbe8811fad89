import type { ChatId, MessageId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { ActRights } from './actions/message-acts'

/** Whether the viewer can pin messages for all members of a chat. */
export const mayPin = (entry: ChatEntry | undefined): boolean => {
  if (!entry || entry.chat.dissolvedAt !== undefined) return false
  const { kind, rights } = entry.chat
  const left = kind === 'direct' || (rights !== undefined && rights.pin !== 'admins')
  return entry.moderates || (left && entry.writeRefused === undefined)
}

export const isPinned = ({ chats }: ClientState, chatId: ChatId, id: MessageId): boolean =>
  chats.get(chatId)?.chat.pinned.some((one) => one.id === id) ?? false

/** The viewer's rights in a chat now, for a message with (`reacted`) or without reactions. */
export const paneRights = (
  { chats, me, retractWindowMs }: ClientState,
  chatId: ChatId,
  { reacted, nowMs }: Pick<ActRights, 'reacted' | 'nowMs'>,
): ActRights => {
  const entry = chats.get(chatId)
  return {
    mayWrite: entry !== undefined && entry.writeRefused === undefined,
    me: me?.id,
    reacted,
    pins: mayPin(entry),
    showsReaders: entry?.canRead === true && entry.chat.kind !== 'direct',
    moderates: entry?.moderates === true && entry.chat.dissolvedAt === undefined,
    retractWindowMs,
    nowMs,
  }
}

/** Until when the viewer can retract all of these messages. Undefined means without limit. */
export const retractableUntil = (
  messages: readonly { readonly at: number }[],
  { moderates, retractWindowMs }: Pick<ActRights, 'moderates' | 'retractWindowMs'>,
): number | undefined => (moderates ? undefined : Math.min(...messages.map(({ at }) => at)) + retractWindowMs)

import type { ChatId, MessageId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { ActRights } from './actions/message-acts'

/** Whether the viewer may pin messages for everybody in a chat. */
export const mayPin = (entry: ChatEntry | undefined): boolean => {
  if (!entry || entry.chat.dissolvedAt !== undefined) return false
  const { kind, rights } = entry.chat
  const left = kind === 'direct' || (rights !== undefined && rights.pin !== 'admins')
  return entry.moderates || (left && entry.writeRefused === undefined)
}

/** Whether a message is pinned in its chat. */
export const isPinned = ({ chats }: ClientState, chatId: ChatId, id: MessageId): boolean =>
  chats.get(chatId)?.chat.pinned.some((one) => one.id === id) ?? false

/** What the viewer may do in a chat now, for a message that somebody `reacted` to or nobody. */
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
    asksReaders: entry?.canRead === true && entry.chat.kind !== 'direct',
    moderates: entry?.moderates === true && entry.chat.dissolvedAt === undefined,
    retractWindowMs,
    nowMs,
  }
}

/** Until when the viewer may take all of these messages back; undefined where that has no end. */
export const retractableUntil = (
  messages: readonly { readonly at: number }[],
  { moderates, retractWindowMs }: Pick<ActRights, 'moderates' | 'retractWindowMs'>,
): number | undefined => (moderates ? undefined : Math.min(...messages.map(({ at }) => at)) + retractWindowMs)

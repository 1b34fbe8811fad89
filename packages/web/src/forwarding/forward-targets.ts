import type { ChatId, UserId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import type { Candidate, Visits } from '../lib/switcher-rank'
import { chatName, peerOf, userName } from '../people/names'

/** A target for forwarding: a chat, or a person without one. */
export type Target =
  | { readonly kind: 'chat'; readonly chatId: ChatId }
  | { readonly kind: 'person'; readonly userId: UserId }

/** The maximum number of chats for one forward. */
export const targetsMax = 20

export const targetKey = (target: Target): string => (target.kind === 'chat' ? target.chatId : target.userId)

export const targetName = (state: ClientState, target: Target, t: T): string => {
  if (target.kind === 'person') return userName(state, target.userId, t)
  const entry = state.chats.get(target.chatId)
  return entry ? chatName(state, entry, t) : ''
}

/** The chats where the user can write, by name. */
export const chatTargets = (
  state: ClientState,
  t: T,
  visits: ReadonlyMap<ChatId, Visits>,
): readonly Candidate<Target>[] =>
  state.order.flatMap((chatId): readonly Candidate<Target>[] => {
    const entry = state.chats.get(chatId)
    if (!entry || entry.writeRefused !== undefined) return []
    const peer = peerOf(state, entry)
    const user = peer && state.users.get(peer)
    const names = [chatName(state, entry, t), ...(user ? [user.name, user.username, `@${user.username}`] : [])]
    return [{ item: { kind: 'chat', chatId }, names, visits: visits.get(chatId) }]
  })

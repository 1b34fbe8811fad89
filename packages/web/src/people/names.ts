import { type UserId, WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'

export type ChatSort = 'world' | 'saved' | 'direct' | 'group' | 'channel'

/** What a chat is for the person looking at it. */
export const chatSort = ({ id, chat }: Pick<ChatEntry, 'id' | 'chat'>): ChatSort => {
  if (id === WORLD_CHAT_ID) return 'world'
  if (chat.kind !== 'direct') return chat.kind
  return (chat.peerIds?.length ?? 0) < 2 ? 'saved' : 'direct'
}

/** The other person of a direct chat. */
export const peerOf = (state: ClientState, { chat }: Pick<ChatEntry, 'chat'>): UserId | undefined =>
  chat.peerIds?.find((id) => id !== state.me?.id)

/** A person's name, also when the person is not known (any more). */
export const userName = (state: ClientState, id: UserId | undefined, t: T): string =>
  (id === state.me?.id ? state.me?.name : id && state.users.get(id)?.name) ?? t('deletedAccount')

/** A chat's name for the person looking at it. */
export const chatName = (state: ClientState, entry: Pick<ChatEntry, 'id' | 'chat'>, t: T): string => {
  switch (chatSort(entry)) {
    case 'world':
      return t('world')
    case 'saved':
      return t('savedMessages')
    case 'direct':
      return userName(state, peerOf(state, entry), t)
    default:
      return entry.chat.name ?? t('unnamedGroup')
  }
}

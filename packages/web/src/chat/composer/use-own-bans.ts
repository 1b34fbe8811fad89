import type { ChatId } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useClient, useSelector } from '../../lib/client'
import { noteOwnBan, ownBans } from '../own-bans'

/**
 * The chats that are known to have banned the viewer. Queries the server about this chat once the viewer isn't a
 * member.
 */
export const useOwnBans = (chatId: ChatId): ReadonlySet<ChatId> => {
  const client = useClient()
  const asks = useSelector(({ chats, connection }) => {
    const entry = chats.get(chatId)
    return connection.phase === 'live' && entry?.chat.kind === 'group' && entry.writeRefused === 'not_a_member'
  })
  useEffect(() => {
    if (!asks) return
    client.call('groups.entry', { chatId }).then(
      () => noteOwnBan(chatId, false),
      (thrown: unknown) => {
        const { code, unanswered } = asParleyError(thrown)
        if (!unanswered) noteOwnBan(chatId, code === 'banned')
      },
    )
  }, [asks, client, chatId])
  return useStore(ownBans, ({ chats }) => chats)
}

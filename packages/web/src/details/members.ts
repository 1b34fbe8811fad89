import type { ChatId, Member, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useState } from 'react'
import { useClient, useSelector } from '../client'
import { useT } from '../i18n'
import { userName } from '../people/chat-name'
import { orToast } from '../problem'

const rank = { owner: 0, admin: 1, member: 2 } as const

/**
 * The present members of a group, the owner first, then by name. Large groups come page by page: what the client
 * holds first, then what the server adds.
 */
export const useMembers = (chatId: ChatId) => {
  const t = useT()
  const client = useClient()
  const [fetched, setFetched] = useState<ReadonlyMap<UserId, Member>>(new Map())
  const [exhausted, setExhausted] = useState(false)
  const [loading, setLoading] = useState(false)
  const held = useSelector((state) => state.chats.get(chatId)?.members)
  const all = new Map([...fetched, ...(held ?? [])])
  const members = useSelector((state) =>
    [...all.values()]
      .filter((member) => member.leftSeq === undefined)
      .sort(
        (a, b) =>
          rank[a.role] - rank[b.role] || userName(state, a.userId, t).localeCompare(userName(state, b.userId, t)),
      ),
  )
  const loadMore = async () => {
    setLoading(true)
    const after = [...fetched.keys()].sort().at(-1)
    const page = await orToast(t, client.call('groups.members', { chatId, ...(after && { after }) }))
    if (page) {
      setFetched(new Map([...fetched, ...page.members.map((member) => [member.userId, member] as const)]))
      setExhausted(!page.more)
    }
    setLoading(false)
  }
  const more = !exhausted && (held?.size ?? 0) >= limits.snapshotMembers
  return { members, more, loading, loadMore: () => void loadMore() }
}

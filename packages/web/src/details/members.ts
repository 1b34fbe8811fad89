import type { ChatId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { askAfterPause } from '../ask-after-pause'
import { useClient, useSelector } from '../client'
import { expectedMembers } from '../groups/expected-members'
import { useMemberCount } from '../groups/member-count'
import { useT } from '../i18n'
import { rememberUsers, useLookedUp } from '../people/use-user'
import { orToast } from '../problem'
import { type Members, orderedMembers } from './member-order'
import { moreMembers } from './more-members'

/** The server is asked once nothing was typed for this long. */
const typedMs = 250

const none: Members = new Map()

/** Members of a large group whom the client does not hold and the server finds. */
const useFound = (chatId: ChatId, query: string): Members => {
  const client = useClient()
  const [found, setFound] = useState(none)
  useEffect(() => {
    if (query === '') return setFound(none)
    return askAfterPause(
      typedMs,
      () => client.call('groups.members', { chatId, query }),
      ({ users, members }) => {
        rememberUsers(users)
        setFound(new Map(members.map((member) => [member.userId, member])))
      },
    )
  }, [client, chatId, query])
  return found
}

/**
 * The present members of a group, the owner first, then admins, then by name; with a query, those whom it finds. Large groups
 * come page by page: what the client holds first, then what the server adds.
 */
export const useMembers = (chatId: ChatId, typed: string) => {
  const t = useT()
  const client = useClient()
  const [fetched, setFetched] = useState(none)
  const count = useMemberCount(chatId)
  const [exhausted, setExhausted] = useState(false)
  const [loading, setLoading] = useState(false)
  const held = useSelector((state) => state.chats.get(chatId)?.members ?? none)
  const isLarge = held.size >= limits.membersPage
  const query = typed.trim()
  const found = useFound(chatId, isLarge ? query : '')
  const lookedUp = useLookedUp()
  const expected = useStore(expectedMembers)
  const { users, friends, me } = useSelector((state) => ({ users: state.users, friends: state.friends, me: state.me }))
  // Only these decide who stands where: thousands are not sorted for anything else that happens.
  const { members, present } = useMemo(() => {
    const userOf = (id: UserId) => users.get(id) ?? (me?.id === id ? me : lookedUp.get(id))
    const nameless = t('deletedAccount')
    return orderedMembers({ held, fetched, found, expected, friends, userOf, query, nameless })
  }, [users, friends, me, lookedUp, expected, held, found, fetched, query, t])
  const loadMore = async () => {
    setLoading(true)
    const loaded = await moreMembers({ fetched, held }, async (after) => {
      const page = await orToast(t, client.call('groups.members', { chatId, ...(after && { after }) }))
      if (page) rememberUsers(page.users)
      return page
    })
    setExhausted(loaded.exhausted)
    setFetched(loaded.fetched)
    setLoading(false)
  }
  const more = query === '' && !exhausted && isLarge
  return { members, count: count && Math.max(count, present), more, loading, loadMore: () => void loadMore() }
}
